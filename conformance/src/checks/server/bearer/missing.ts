import type { Check, Finding } from "../../../check.ts";
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
    {
      id: "bearer/missing",
      title: "The resource server rejects a call without an access token",
      requirement: securitySchemePointer(contract),
      needs: ["resource"],
      run: async (context) => expectRejected(context, await call(context, undefined)),
    },
    rejected("missing-status", "with 401", "rfc9110#15.5.2", (exchange) => expectStatus([401], exchange)),
    rejected("missing-body", "with a gateway fault", responsePointer("InvalidAccessToken"), (exchange) =>
      expectBody(document, schemaPointer("GatewayFault"), exchange),
    ),
    rejected("missing-challenge", `with a ${scheme} challenge in WWW-Authenticate`, "rfc6750#3", (exchange) =>
      expectHeader("www-authenticate", /\bbearer\b/i, `WWW-Authenticate: ${scheme}`, exchange),
    ),
    rejected("missing-no-error-code", "with a challenge that has no error code", "rfc6750#3.1", (exchange) =>
      expectHeader("www-authenticate", /^(?!.*\berror *=)/, "no error code", exchange),
    ),
    rejected("challenge-syntax", "with a well-formed challenge, if it sends one", "rfc9110#11.6.1", (exchange) =>
      exchange.response.headers["www-authenticate"] === undefined
        ? []
        : expectHeader("www-authenticate", CHALLENGES, "challenges with the syntax of RFC 9110", exchange),
    ),
  ];
}

function rejected(
  name: string,
  description: string,
  requirement: Check["requirement"],
  judge: (exchange: Exchange) => Finding[],
): Check {
  return {
    id: `bearer/${name}`,
    title: `The resource server rejects a call without an access token ${description}`,
    requirement,
    needs: ["resource"],
    run: async (context) => judge(await call(context, undefined)),
  };
}
