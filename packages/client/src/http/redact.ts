const PLACEHOLDER = "[redacted]";
const MAX_LENGTH = 200;

/** Makes a string from outside safe to show: without the secrets in any encoding, short, and on one line. */
export function redact(text: string, secrets: readonly string[]): string {
  const encodings = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    String(new URLSearchParams({ "": secret })).slice(1),
    JSON.stringify(secret).slice(1, -1),
  ]);
  return encodings
    .reduce((rest, encoding) => rest.replaceAll(encoding, PLACEHOLDER), text)
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, MAX_LENGTH);
}
