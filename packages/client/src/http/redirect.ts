/** Returns whether a response is a redirect. Browsers hide the status of a redirect that `fetch` does not follow. */
export function isRedirect({ type, status }: Response): boolean {
  return type === "opaqueredirect" || (status > 300 && status < 309 && status !== 304);
}
