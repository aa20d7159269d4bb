import { MicrobiltError } from "../errors.ts";
import type { FetchInit, FetchLike } from "./fetch-like.ts";

/**
 * Sends a request through whichever `fetch` the caller uses. Redirects are not followed: they would carry the secret or the
 * token to another URL. Neither browsers nor frameworks store the response, unless `init` says so: Next.js 13 and 14 would
 * keep a token, or a person's report, on disk and return it long after it has expired.
 *
 * @throws {MicrobiltError} `invalid_fetch`
 */
export async function sendRequest(fetch: FetchLike, url: string, init: Omit<FetchInit, "redirect">): Promise<Response> {
  // Older versions of Cloudflare Workers reject the option. With `next`, Next.js has caching options of its own.
  const hasCache = "cache" in (globalThis.Request?.prototype ?? {}) && !("next" in init);
  const response = await fetch(url, { ...(hasCache && { cache: "no-store" }), ...init, redirect: "manual" });
  if (typeof response?.status !== "number") {
    throw new MicrobiltError("invalid_fetch", `fetch must return a Response; got ${typeof response}`);
  }
  // What the client needs of it is checked where it is read, and callers get what their own `fetch` returns.
  return response as Response;
}
