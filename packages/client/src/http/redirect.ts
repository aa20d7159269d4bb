/** Whether an answer sends the request elsewhere. Browsers hide which status it has. */
export function isRedirect({ type, status }: Response): boolean {
  return type === "opaqueredirect" || (status > 300 && status < 309 && status !== 304);
}
