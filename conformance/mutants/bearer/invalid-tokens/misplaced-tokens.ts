import { ACCESS_TOKEN_PARAMETER } from "../../../src/checks/server/bearer/calls.ts";
import type { Mutant, MutantRequest } from "../../mutant.ts";
import { authorizationOf } from "../../operators/bearer.ts";
import { findingToken, lacksToken } from "../../operators/calls.ts";

/** Access tokens that the resource server reads in other places. */
export const misplacedTokenMutants: readonly Mutant[] = [
  ...["GET", "POST"].map((method) =>
    reading(`reads the access token from the form of a ${method}`, "in-form", (request) =>
      lacksToken(request) && request.method === method ? inForm(request) : undefined,
    ),
  ),
  reading(
    "reads the access token from a multipart form",
    "in-form",
    ({ body }) => /name="access_token"\r\n\r\n(\S+)/.exec(body.toString())?.[1],
  ),
  reading("reads the access token from a cookie", "in-other-fields", (request) =>
    lacksToken(request) ? inCookie(request) : undefined,
  ),
  reading("reads the access token from X-Access-Token", "in-other-fields", ({ headers }) => headers["x-access-token"]),
  reading("reads the access token from Proxy-Authorization", "in-other-fields", ({ headers }) =>
    headers["proxy-authorization"]?.replace(/^\w+ /, ""),
  ),
  reading(
    "reads the access token from the query parameter token",
    "in-other-fields",
    ({ query }) => new URLSearchParams(query).get("token") ?? undefined,
  ),
  reading(
    "prefers an access token in the query",
    "two-places",
    ({ query }) => new URLSearchParams(query).get(ACCESS_TOKEN_PARAMETER) ?? undefined,
  ),
  reading("prefers an access token in a cookie", "two-places", inCookie),
  reading(
    "prefers an access token in a JSON body",
    "two-places",
    ({ body }) => /"access_token":"([^"]+)"/.exec(body.toString())?.[1],
  ),
  reading("prefers an access token in a form", "two-places", inForm),
  reading(
    "reads the last of two Authorization header fields",
    "second-authorization",
    (request) => /, \w+ (\S+)$/.exec(authorizationOf(request))?.[1],
  ),
  reading(
    "finds the scheme anywhere in Authorization",
    "second-authorization",
    (request) => /^Basic Bearer (\S+)$/.exec(authorizationOf(request))?.[1],
  ),
];

function reading(defect: string, check: string, find: (request: MutantRequest) => string | undefined): Mutant {
  return { title: `The resource server ${defect}`, killedBy: `bearer/${check}`, mutate: findingToken(find) };
}

function inForm({ headers, body }: MutantRequest): string | undefined {
  return headers["content-type"]?.includes("form-urlencoded")
    ? (new URLSearchParams(body.toString()).get(ACCESS_TOKEN_PARAMETER) ?? undefined)
    : undefined;
}

function inCookie({ headers }: MutantRequest): string | undefined {
  return new RegExp(`\\b${ACCESS_TOKEN_PARAMETER}=([^;]+)`).exec(headers["cookie"] ?? "")?.[1];
}
