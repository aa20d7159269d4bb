import { MicrobiltError } from "../errors.ts";
import type { Settings } from "../options.ts";

/**
 * Returns the URL of a product call, which is at the configured origin.
 *
 * @throws {MicrobiltError} `foreign_origin`; a TypeError when the input is not a URL, as `fetch` does
 */
export function requestUrl(input: string | URL, { baseUrl, origin }: Settings): string {
  // A fast path: after a single slash comes a path, which cannot change the origin.
  const path = input.toString();
  if (path[0] === "/" && path[1] !== "/" && path[1] !== "\\") {
    return baseUrl + path;
  }
  const { href, origin: target } = new URL(path, `${baseUrl}/`);
  // Unlike the origin, the URL also shows a user and a password.
  if (!href.startsWith(`${origin}/`)) {
    throw new MicrobiltError("foreign_origin", `The URL must start with ${origin}/; got a URL at ${target}`);
  }
  return href;
}
