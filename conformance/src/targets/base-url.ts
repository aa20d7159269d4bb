import { CannotRun } from "../errors.ts";

/** What a base URL must not be. */
export interface BaseUrlRules {
  /** The paths of the token endpoint, with which the base URL must not end. The first is the documented one. */
  readonly tokenPaths: readonly [string, ...string[]];
  /** Whether http is allowed for servers that are not on this machine. */
  readonly insecureHttp?: boolean | undefined;
}

/**
 * Parses the base URL of a server.
 *
 * @throws {CannotRun} if it is not an http or https URL, contains the path of the token endpoint, or would send the
 * client secret in the clear
 */
export function parseBaseUrl(text: string, { tokenPaths, insecureHttp = false }: BaseUrlRules): URL {
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
  const path = url.pathname.replace(/\/+$/, "");
  const tokenPath = tokenPaths.find((one) => path.toLowerCase().endsWith(one.toLowerCase()));
  if (tokenPath !== undefined) {
    const base = `${url.origin}${path.slice(0, -tokenPath.length)}`;
    const tokenPathOption = tokenPath === tokenPaths[0] ? "" : ` --token-path ${tokenPath}`;
    throw new CannotRun(
      `The base URL must not contain the path of the token endpoint: write --base-url ${base}${tokenPathOption}.`,
    );
  }
  if (url.protocol === "http:" && !isLoopback(url) && !insecureHttp) {
    throw new CannotRun(
      `"${text}" would send the client secret unencrypted. Use https, or --insecure-http in a network that you trust.`,
    );
  }
  return url;
}

/** Whether a URL points to this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
}
