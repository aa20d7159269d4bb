import type { Check, CheckContext } from "../../../check.ts";
import type { WireResponse } from "../../../wire/exchange.ts";
import { readIssuedToken } from "../../../wire/issued-token.ts";
import { createRedactor } from "../../../wire/redactor.ts";
import { everyResponse } from "./every-response.ts";

/** Secrets and access tokens in responses that must not contain them, in whatever encoding, or half of them. */
export function secretChecks(): Check[] {
  return [
    everyResponse({
      name: "no-secret",
      title: "No response contains the client secret, in whatever encoding",
      requirement: "rfc6749#2.3.1",
      expected: "no client secret",
      inspect(context) {
        const holds = createDetector(context, secretsOf(context));
        return ({ response }) => placeOf(holds, response, response.body, "the client secret");
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

function tokensOf({ exchanges }: CheckContext): string[] {
  return [...new Set(exchanges.flatMap((exchange) => readIssuedToken(exchange)?.accessToken ?? []))];
}
