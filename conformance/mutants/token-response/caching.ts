import type { Mutant, MutantResponse } from "../mutant.ts";
import { withHeaders } from "../operators/response.ts";
import { mutateTokenResponse } from "../operators/token-response.ts";

const HOUR_IN_MS = 3_600_000;

/** Token responses that caches store, or that come from one. */
export const cachingMutants: readonly Mutant[] = [
  ...["public", "s-maxage=3599", "max-age=3599", "stale-if-error=60", "immutable"].map((directive) =>
    header("shared-cache", `has Cache-Control: no-store, ${directive}`, () => ({
      "cache-control": `no-store, ${directive}`,
    })),
  ),
  header("shared-cache", "has CDN-Cache-Control: max-age=600", () => ({
    "cdn-cache-control": "max-age=600",
  })),
  header("shared-cache", "has an Expires in an hour", () => ({
    expires: new Date(Date.now() + HOUR_IN_MS).toUTCString(),
  })),
  header("age", "has Age: 12", () => ({ age: "12" })),
  header("validators", "has the same ETag each time", () => ({ etag: '"token"' })),
  header("validators", "has a weak ETag of its length", ({ body }) => ({ etag: `W/"${body.length}"` })),
  header("validators", "has a Last-Modified of long ago", () => ({
    "last-modified": "Tue, 01 May 2018 16:05:27 GMT",
  })),
];

function header(
  check: string,
  defect: string,
  headersFor: (response: MutantResponse) => Readonly<Record<string, string>>,
): Mutant {
  return {
    title: `The token response ${defect}`,
    killedBy: `token-response/${check}`,
    mutate: mutateTokenResponse((response) => withHeaders(response, headersFor(response))),
  };
}
