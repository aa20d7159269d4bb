import type { Check } from "../../../check.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectThat } from "../../findings.ts";
import { cacheDirectivesOf, dateOf } from "../header-fields.ts";
import { type Difference, differenceUnless, inspectEachToken } from "./each-token.ts";

/** Directives that let a cache store a response or use it again (RFC 9111, section 5.2.2; RFC 5861; RFC 8246). */
const CACHING_DIRECTIVES = ["public", "immutable"];
const CACHING_LIFETIMES = ["max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"];

/** Fields that some shared caches read instead of Cache-Control (RFC 9213). */
const TARGETED_FIELDS = ["cdn-cache-control", "surrogate-control"];

/** How long a server may take to send a response after it has issued the access token. */
const TOLERANCE_IN_MS = 5_000;

/** What the token response tells caches. */
export function cachingChecks(): Check[] {
  return [
    {
      id: "token-response/shared-cache",
      title: "The token response allows no cache to store it",
      requirement: "rfc6749#5.1",
      requests: 0,
      run: (context) => inspectEachToken(context, inspectCaching),
    },
    {
      id: "token-response/age",
      title: "The token response does not come from a cache",
      requirement: "rfc9111#5.1",
      requests: 0,
      run: (context) =>
        inspectEachToken(context, ({ response }) => {
          const age = response.headers["age"] ?? "0";
          return differenceUnless(Number(age) === 0, "no Age, or Age: 0", `Age: ${age}`);
        }),
    },
    {
      id: "token-response/validators",
      title: "The ETag and the Last-Modified of a token response, if it has them, change with the access token",
      requirement: "rfc9110#8.8.1",
      baseline: "json",
      async run(context) {
        const first = await context.sharedToken("json");
        const second = await context.requestToken("json");
        if (first.accessToken === second.accessToken) {
          return [];
        }
        const { etag, "last-modified": lastModified } = second.response.headers;
        const age = dateOf(second.response) - Date.parse(lastModified ?? "");
        return [
          ...expectThat(
            etag === undefined || etag !== first.response.headers["etag"],
            "another ETag for another access token",
            second,
            `ETag: ${etag} again`,
          ),
          ...expectThat(
            !(age > TOLERANCE_IN_MS),
            "the time of the response as Last-Modified of a new access token",
            second,
            `Last-Modified: ${lastModified}`,
          ),
        ];
      },
    },
  ];
}

function inspectCaching({ response }: IssuedToken): readonly Difference[] {
  const directives = cacheDirectivesOf(response);
  const allowing = [
    ...CACHING_DIRECTIVES.filter((name) => directives.has(name)),
    ...CACHING_LIFETIMES.filter((name) => Number(directives.get(name)) > 0),
  ];
  const targeted = TARGETED_FIELDS.filter((field) => /max-?age *= *[1-9]/i.test(response.headers[field] ?? ""));
  const expires = response.headers["expires"];
  return [
    ...differenceUnless(
      allowing.length === 0,
      "no directive that lets a cache store the response",
      `Cache-Control: ${response.headers["cache-control"]}`,
    ),
    ...targeted.flatMap((field) =>
      differenceUnless(
        false,
        `no ${field} that lets a cache store the response`,
        `${field}: ${response.headers[field]}`,
      ),
    ),
    ...differenceUnless(
      !(Date.parse(expires ?? "") > dateOf(response)),
      "no Expires in the future",
      `Expires: ${expires}`,
    ),
  ];
}
