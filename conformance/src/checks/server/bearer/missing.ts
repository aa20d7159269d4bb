import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { expectBody, expectHeader, expectStatus } from "../../findings.ts";
import { responsePointer, schemaPointer, securitySchemePointer } from "../../pointers.ts";
import { CHALLENGES } from "../header-fields.ts";
import { call, expectRejected } from "./calls.ts";

/** Calls without an access token. */
export function missingTokenChecks({ document, contract }: Spec): Check[] {
  const { scheme } = contract.bearer;
  return [
    rejected(
      "missing",
      "The resource server rejects a call without an access token",
      securitySchemePointer(contract),
      (exchange, context) => expectRejected(context, exchange),
    ),
    rejected("missing-status", responding("401"), "rfc9110#15.5.2", (exchange) => expectStatus([401], exchange)),
    rejected("missing-body", responding("a gateway fault"), responsePointer("InvalidAccessToken"), (exchange) =>
      expectBody(document, schemaPointer("GatewayFault"), exchange),
    ),
    rejected("missing-challenge", responding(`a ${scheme} challenge`), "rfc6750#3", (exchange) =>
      expectHeader("www-authenticate", /\bbearer\b/i, `WWW-Authenticate: ${scheme}`, exchange),
    ),
    rejected(
      "missing-no-error-code",
      "The challenge to a call without an access token has no error code",
      "rfc6750#3.1",
      (exchange) => expectHeader("www-authenticate", /^(?!.*\berror *=)/, "no error code", exchange),
    ),
    rejected(
      "challenge-syntax",
      "Any challenge to a call without an access token is well-formed",
      "rfc9110#11.6.1",
      (exchange) =>
        exchange.response.headers["www-authenticate"] === undefined
          ? []
          : expectHeader("www-authenticate", CHALLENGES, "challenges with the syntax of RFC 9110", exchange),
    ),
  ];
}

function responding(response: string): string {
  return `The resource server responds with ${response} to a call without an access token`;
}

function rejected(
  name: string,
  title: string,
  requirement: Check["requirement"],
  judge: (exchange: Exchange, context: CheckContext) => Finding[],
): Check {
  return {
    id: `bearer/${name}`,
    title,
    requirement,
    needs: ["resource"],
    baseline: "call",
    run: async (context) => judge(await call(context, undefined), context),
  };
}
