import { MicrobiltError } from "../errors.ts";
import type { Settings } from "../options.ts";

const SLASH = 47;
const BACKSLASH = 92;

/**
 * The address of a call, which is at the configured origin whatever is given.
 *
 * @throws {MicrobiltError} `foreign_origin`; a TypeError, as `fetch` has it, when it is no address
 */
export function requestUrl(input: string | URL, { baseUrl, origin }: Settings): string {
  // A path with one slash: whatever follows, it stands behind the authority and cannot change it.
  if (typeof input === "string" && input.charCodeAt(0) === SLASH) {
    const second = input.charCodeAt(1);
    if (second !== SLASH && second !== BACKSLASH) {
      return baseUrl + input;
    }
  }
  const url = new URL(input, `${baseUrl}/`);
  if (url.origin !== origin || url.username || url.password) {
    throw new MicrobiltError("foreign_origin", `The access token goes to ${origin} only, not to ${url.origin}`);
  }
  return url.href;
}
