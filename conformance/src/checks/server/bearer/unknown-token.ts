import type { Check, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { contains, expectHeader, expectStatus, expectThat } from "../../findings.ts";
import { bearer, call, NEVER_ISSUED } from "./calls.ts";

const INVALID_TOKEN = /\bbearer\b.*\berror *= *"?invalid_token\b/i;

/** How the resource server rejects an access token that was never issued. */
export function unknownTokenChecks({ contract }: Spec): Check[] {
  return [
    rejected(
      "unknown-status",
      "The resource server responds with 401 to an access token that was never issued",
      "rfc6750#3.1",
      (exchange) => expectStatus([401], exchange),
    ),
    rejected(
      "unknown-challenge",
      "The challenge to an access token that was never issued has the error code invalid_token",
      "rfc6750#3.1",
      (exchange) =>
        expectHeader("www-authenticate", INVALID_TOKEN, `${contract.bearer.scheme} error="invalid_token"`, exchange),
    ),
    rejected(
      "no-token",
      "The resource server does not repeat an access token that it rejects",
      "rfc6750#5.3",
      (exchange) =>
        expectThat(!contains(exchange.response, NEVER_ISSUED), "a response without the access token", exchange),
    ),
  ];
}

function rejected(
  name: string,
  title: string,
  requirement: Check["requirement"],
  judge: (exchange: Exchange) => Finding[],
): Check {
  return {
    id: `bearer/${name}`,
    title,
    requirement,
    needs: ["resource", "tokens"],
    baseline: "call",
    run: async (context) => judge(await call(context, bearer(context, NEVER_ISSUED))),
  };
}
