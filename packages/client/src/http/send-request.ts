import { MicrobiltError } from "../errors.ts";
import type { FetchInit, FetchLike, FetchResponse } from "./fetch-like.ts";

/** Options that `sendRequest` completes. */
type SentInit = { -readonly [Name in keyof FetchInit]?: FetchInit[Name] };

/**
 * Sends a request through whichever `fetch` the caller uses. Redirects are not followed: they would carry the secret or the
 * token to another URL. Neither browsers nor frameworks store the response, unless `init` says so: Next.js 13 and 14 would
 * keep a token, or a person's report, on disk and return it long after it has expired.
 *
 * @param init is completed, and not copied
 */
export function sendRequest(fetch: FetchLike, url: string, init: SentInit): Promise<FetchResponse> {
  // Older versions of Cloudflare Workers reject the option. With `next`, Next.js has caching options of its own.
  if ("cache" in (globalThis.Request?.prototype ?? {}) && !("next" in init)) {
    init.cache ??= "no-store";
  }
  init.redirect = "manual";
  return fetch(url, init as FetchInit);
}

/**
 * Checks what `fetch` has returned.
 *
 * @throws {MicrobiltError} `invalid_fetch`
 */
export function checkResponse(response: FetchResponse): Response {
  if (typeof response?.status !== "number") {
    throw new MicrobiltError("invalid_fetch", `fetch must return a Response; got ${typeof response}`);
  }
  // What the client needs of it is checked where it is read, and callers get what their own `fetch` returns.
  return response as Response;
}
