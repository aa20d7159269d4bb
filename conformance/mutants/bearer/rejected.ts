import { bearer } from "@microbilt-oauth/spec/contract";
import { ACCESS_TOKEN_PARAMETER } from "../../src/checks/server/bearer/calls.ts";
import type { Mutant, MutantContext } from "../mutant.ts";
import {
  acceptingTokens,
  accessTokenOf,
  authorizationOf,
  isCall,
  readingAccessToken,
  validAccessToken,
} from "../operators/bearer.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenResponse, membersOf } from "../operators/token-response.ts";

/** The syntax of a bearer token (RFC 6750, section 2.1). */
const TOKEN_SYNTAX = /^[\w.~+/-]+=*$/;

/** Calls with an invalid access token that the resource server accepts, or rejects in a wrong way. */
export const rejectedCallMutants: readonly Mutant[] = [
  {
    title: "The resource server accepts any access token",
    killedBy: "bearer/unknown",
    mutate: acceptingTokens((token, _, accessToken) => !token && TOKEN_SYNTAX.test(accessToken)),
  },
  acceptingSimilar(
    "compares the beginning and the end of an access token only",
    "tampered",
    (given, issued) =>
      given.length === issued.length && given.startsWith(issued.slice(0, 8)) && given.endsWith(issued.slice(-8)),
  ),
  acceptingSimilar(
    "ignores the last character of an access token",
    "tampered-end",
    (given, issued) => given.length === issued.length && given.startsWith(issued.slice(0, -1)),
  ),
  acceptingSimilar(
    "accepts the beginning of an access token",
    "cut",
    (given, issued) => given.length > 10 && issued.startsWith(given),
  ),
  acceptingSimilar("ignores what follows an access token", "longer", (given, issued) => given.startsWith(issued)),
  reading("accepts the scheme without an access token", "empty", (value, context) =>
    value.trim() === bearer.scheme ? validAccessToken(context) : undefined,
  ),
  reading(
    "reads the first of two access tokens in one header field",
    "malformed",
    (value) => /^\w+ (\S+) \S+$/.exec(value)?.[1],
  ),
  reading(
    "reads the first of two Authorization header fields",
    "two-headers",
    (value) => /^\w+ ([^ ,]+), /.exec(value)?.[1],
  ),
  reading("accepts an access token without a scheme", "no-scheme", (value) => /^[^ ]+$/.exec(value)?.[0]),
  reading("accepts an access token with the scheme Basic", "other-scheme", (value) => /^Basic (\S+)$/.exec(value)?.[1]),
  reading("accepts the token type as the scheme", "type-as-scheme", (value) => /^\w+Token (\S+)$/.exec(value)?.[1]),
  {
    title: "The resource server accepts an access token in the query",
    killedBy: "bearer/in-query",
    mutate: readingAccessToken(({ query }) => new URLSearchParams(query).get(ACCESS_TOKEN_PARAMETER) ?? undefined),
  },
  {
    title: "The resource server accepts an access token in the body",
    killedBy: "bearer/in-body",
    mutate: readingAccessToken(
      ({ body }) => new RegExp(`"${ACCESS_TOKEN_PARAMETER}":"([^"]+)"`).exec(body.toString())?.[1],
    ),
  },
  reading("accepts the client secret as an access token", "client-credentials", (value, context) =>
    value.endsWith(` ${context.credentials.clientSecret}`) ? validAccessToken(context) : undefined,
  ),
  {
    title: "The resource server responds with 403 to an unknown access token",
    killedBy: "bearer/unknown-status",
    mutate: mutateResponse((response, _, { headers }) =>
      response.status === 401 && headers["authorization"] !== undefined ? { ...response, status: 403 } : response,
    ),
  },
  {
    title: "The challenge to an unknown access token names no error code",
    killedBy: "bearer/unknown-challenge",
    mutate: mutateResponse((response) =>
      response.status === 401 ? withHeaders(response, { "www-authenticate": bearer.scheme }) : response,
    ),
  },
  {
    title: "The resource server repeats the access token that it rejects",
    killedBy: "bearer/no-token",
    mutate: mutateResponse((response, context, request) =>
      isCall(context, request) && response.status === 401
        ? { ...response, body: response.body.replace("{", `{"token":${JSON.stringify(accessTokenOf(request))},`) }
        : response,
    ),
  },
];

/** Reads the access token from an Authorization header field that the original rejects. */
function reading(
  defect: string,
  check: string,
  read: (authorization: string, context: MutantContext) => string | undefined,
): Mutant {
  return {
    title: `The resource server ${defect}`,
    killedBy: `bearer/${check}`,
    mutate: readingAccessToken((request, context) => read(authorizationOf(request), context)),
  };
}

/** Accepts an access token that is similar to one that was issued. */
function acceptingSimilar(
  defect: string,
  check: string,
  isSimilar: (given: string, issued: string) => boolean,
): Mutant {
  return {
    title: `The resource server ${defect}`,
    killedBy: `bearer/${check}`,
    mutate: (context) => {
      const issued: string[] = [];
      const handle = readingAccessToken((request) => {
        const given = accessTokenOf(request);
        return given === "" || issued.includes(given) ? undefined : issued.find((token) => isSimilar(given, token));
      })(context);
      return async (request, original) => {
        const response = await handle(request, original);
        if (typeof response === "object" && isTokenResponse(context, request, response)) {
          issued.push(membersOf(response).access_token);
        }
        return response;
      };
    },
  };
}
