import { pointerTo, resolve } from "@microbilt-oauth/spec";
import { bearer } from "@microbilt-oauth/spec/contract";
import { loadSpec } from "../../../src/document/spec.ts";
import type { Mutant, MutantContext } from "../../mutant.ts";
import { acceptingTokens, accessTokenOf, authorizationOf } from "../../operators/bearer.ts";
import { acceptingSimilar, findingToken, servingCalls } from "../../operators/calls.ts";

/** Placeholders, credentials and altered access tokens that the resource server accepts. */
export const similarTokenMutants: readonly Mutant[] = [
  acceptingWord("accepts the access token null", "placeholders", (word) => word === "null"),
  acceptingWord(
    "looks up access tokens in an object, and finds what it inherits",
    "placeholders",
    (word) => word in {},
  ),
  {
    title: "The resource server accepts [object Object] as an access token",
    killedBy: "bearer/placeholders",
    mutate: servingCalls((request) => authorizationOf(request) === `${bearer.scheme} [object Object]`),
  },
  {
    title: "The resource server accepts the access token in MicroBilt's documentation",
    killedBy: "bearer/placeholders",
    mutate: servingCalls((request) => accessTokenOf(request) === documentedToken()),
  },
  acceptingWord("puts access tokens into SQL", "placeholders", (word) => word.includes("' OR '")),
  ...[":", "=", ""].map(
    (separator): Mutant => ({
      title: `The resource server accepts an access token with "${separator}" between it and the scheme`,
      killedBy: "bearer/malformed-scheme",
      mutate: findingToken(
        (request) => new RegExp(`^${bearer.scheme}${separator} ?(\\w\\S*)$`).exec(authorizationOf(request))?.[1],
      ),
    }),
  ),
  acceptingWord(
    "accepts the client id as an access token",
    "own-credentials",
    (word, { credentials }) => word === credentials.clientId,
  ),
  {
    title: "The resource server accepts credentials with the scheme Basic",
    killedBy: "bearer/own-credentials",
    mutate: servingCalls((request, { credentials: { clientId, clientSecret } }) => {
      const expected = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
      return authorizationOf(request) === `Basic ${expected}`;
    }),
  },
  similar("accepts a valid access token twice in a row", "rewritten", (given, issued) => given === issued + issued),
  similar("finds a valid access token within another", "rewritten", (given, issued) => given.endsWith(issued)),
  similar(
    "compares as much of an access token as it was given",
    "rewritten",
    (given, issued) => given.length > 4 && (issued.startsWith(given) || issued.endsWith(given)),
  ),
  finding("decodes percent-encoded access tokens", "encoded", (given) =>
    given.includes("%") ? decodeURIComponent(given).trim() : undefined,
  ),
  finding("decodes access tokens from Base64", "encoded", (given) => Buffer.from(given, "base64").toString()),
  finding("removes quotation marks from access tokens", "encoded", (given) => given.replaceAll('"', "")),
  similar(
    "ignores the case of access tokens",
    "token-case",
    (given, issued) => given.toLowerCase() === issued.toLowerCase(),
  ),
];

/** The access token in the example of a token response. */
function documentedToken(): string | undefined {
  const place = pointerTo("components", "examples", "TokenResponse", "value", "access_token");
  return resolve(loadSpec().document, place) as string | undefined;
}

function acceptingWord(
  defect: string,
  check: string,
  isAccepted: (word: string, context: MutantContext) => boolean,
): Mutant {
  return {
    title: `The resource server ${defect}`,
    killedBy: `bearer/${check}`,
    mutate: acceptingTokens((token, context, word) => !token && word !== "" && isAccepted(word, context)),
  };
}

function similar(defect: string, check: string, isSimilar: (given: string, issued: string) => boolean): Mutant {
  return { title: `The resource server ${defect}`, killedBy: `bearer/${check}`, mutate: acceptingSimilar(isSimilar) };
}

function finding(defect: string, check: string, find: (given: string) => string | undefined): Mutant {
  return {
    title: `The resource server ${defect}`,
    killedBy: `bearer/${check}`,
    mutate: findingToken((request) => find(authorizationOf(request).replace(/^\w+ /, "") || accessTokenOf(request))),
  };
}
