import { createHash } from "node:crypto";
import type { Check, CheckContext } from "../../../check.ts";
import type { WireResponse } from "../../../wire/exchange.ts";
import { readIssuedToken } from "../../../wire/issued-token.ts";
import { createRedactor } from "../../../wire/redactor.ts";
import { everyResponse } from "./every-response.ts";

/** A shorter access token can be part of a response by chance. */
const LEAST_TOKEN = 8;

/** Secrets and access tokens in responses that must not contain them, in whatever encoding, or half of them. */
export function secretChecks(): Check[] {
  return [
    everyResponse({
      name: "no-secret",
      title: "No response contains the client secret, in whatever encoding, or backwards, or an unsalted digest of it",
      requirement: "rfc6749#2.3.1",
      expected: "no client secret",
      inspect(context) {
        const secrets = secretsOf(context);
        const holds = createDetector(context, [...secrets, ...secrets.flatMap(derivedFrom)]);
        return ({ response }) => placeOf(holds, response, response.body, "the client secret");
      },
    }),
    everyResponse({
      name: "no-other-token",
      title: "No token response contains an access token of an earlier one",
      requirement: "rfc6749#10.3",
      expected: "no other access token",
      inspect(context) {
        const tokens = tokensOf(context);
        return (exchange) => {
          const own = readIssuedToken(exchange)?.accessToken;
          const { body } = exchange.response;
          return own !== undefined && tokens.some((token) => isForeign(token, own) && body.includes(token))
            ? "another access token in the body"
            : undefined;
        };
      },
    }),
    everyResponse({
      name: "no-token",
      title: "No rejection, header field, cookie or redirect contains an access token, in whatever encoding",
      requirement: "rfc6749#10.3",
      expected: "no access token",
      inspect(context) {
        const holds = createDetector(context, tokensOf(context));
        return ({ response }) =>
          placeOf(holds, response, response.status >= 300 ? response.body : "", "an access token");
      },
    }),
  ];
}

type Detector = (text: string) => boolean;

/** Where a response holds a secret; undefined if it does not. */
function placeOf(holds: Detector, { headers }: WireResponse, body: string, what: string): string | undefined {
  const field = Object.entries(headers).find(([, value]) => holds(value));
  if (field) {
    return `${what} in ${field[0]}`;
  }
  return holds(body) ? `${what} in the body` : undefined;
}

function createDetector({ document }: CheckContext, secrets: readonly string[]): Detector {
  const redactor = createRedactor(JSON.stringify(document));
  for (const secret of secrets) {
    redactor.hide(secret, "");
  }
  const known = new Map<string, boolean>();
  return (text) => {
    // Many responses are the same.
    const holds = known.get(text) ?? redactor.split(text).some((part) => typeof part !== "string");
    known.set(text, holds);
    return holds;
  };
}

function secretsOf({ target: { credentials, secondCredentials, reservedCredentials } }: CheckContext): string[] {
  return [credentials, secondCredentials, reservedCredentials].flatMap((known) => (known ? [known.clientSecret] : []));
}

/** What a server may write in place of a secret, and what anybody can compare with the digests of guesses. */
function derivedFrom(secret: string): string[] {
  const digests = ["md5", "sha1", "sha256"].map((algorithm) => createHash(algorithm).update(secret).digest("hex"));
  return [...digests, [...secret].reverse().join("")];
}

/** A token that contains the other one, or is part of it, is not another. */
function isForeign(token: string, own: string): boolean {
  return !own.includes(token) && !token.includes(own) && token.length >= LEAST_TOKEN;
}

function tokensOf({ exchanges }: CheckContext): string[] {
  return [...new Set(exchanges.flatMap((exchange) => readIssuedToken(exchange)?.accessToken ?? []))];
}
