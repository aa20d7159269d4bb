import { check } from "../check-options.ts";
import { MicrobiltError } from "../errors.ts";
import type { Settings } from "../options.ts";

/**
 * Returns the URL of a product call, which is at the configured origin.
 *
 * @throws {MicrobiltError} `foreign_origin`, or `invalid_argument` when the input is not a URL
 */
export function requestUrl(input: string | URL, { baseUrl, origin }: Settings): string {
  // A fast path: after a single slash comes a path, which cannot change the origin.
  const path = String(input);
  if (path[0] === "/" && path[1] !== "/" && path[1] !== "\\") {
    return baseUrl + path;
  }
  // A value that is missing would otherwise be sent as the path "/undefined".
  check(
    input != null && URL.canParse(path, `${baseUrl}/`),
    `The URL must be a path or a URL; got ${input && "an invalid one"}`,
  );
  const { href, origin: target } = new URL(path, `${baseUrl}/`);
  // Unlike the origin, the URL also shows a user and a password.
  if (!href.startsWith(`${origin}/`)) {
    throw new MicrobiltError("foreign_origin", `The URL must start with ${origin}/; got a URL at ${target}`);
  }
  return href;
}
