import { CannotRun } from "../errors.ts";

/**
 * Parses the base URL of a server.
 *
 * @throws {CannotRun} if it is not an http or https URL, or would send the client secret in the clear
 */
export function parseBaseUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CannotRun(`The base URL must be an http or https URL, such as http://127.0.0.1:4010; got "${text}".`);
  }
  if (url.username || url.password) {
    throw new CannotRun("The base URL must not contain a user name or a password.");
  }
  if (url.search || url.hash) {
    throw new CannotRun(`The base URL must not have a query or a fragment; got "${text}".`);
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw new CannotRun(`"${text}" would send the client secret unencrypted. Use https.`);
  }
  return url;
}

/** Whether a URL points to this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
}
