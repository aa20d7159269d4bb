import { MicrobiltError } from "./error.ts";
import type { Settings } from "./settings.ts";

const SLASH = 47;
const BACKSLASH = 92;

/**
 * The address of a call, which is at the configured origin whatever is given.
 *
 * @throws {MicrobiltError} `foreign_origin`, or `invalid_argument` when it is no address
 */
export function requestUrl(input: string | URL, { baseUrl, origin }: Settings): string {
  // A path with one slash: whatever follows, it stands behind the authority and cannot change it.
  if (typeof input === "string" && input.charCodeAt(0) === SLASH) {
    const second = input.charCodeAt(1);
    if (second !== SLASH && second !== BACKSLASH) {
      return baseUrl + input;
    }
  }
  let url: URL;
  try {
    url = new URL(input, `${baseUrl}/`);
  } catch {
    throw new MicrobiltError(
      "invalid_argument",
      "The address of the call is none: write a path such as /Product/GetReport.",
    );
  }
  if (url.origin !== origin) {
    throw new MicrobiltError("foreign_origin", `The access token is for ${origin} and was not sent to ${url.origin}.`);
  }
  if (url.username || url.password) {
    throw new MicrobiltError(
      "invalid_argument",
      "The address of the call holds a user name or password: leave them out.",
    );
  }
  return url.href;
}
