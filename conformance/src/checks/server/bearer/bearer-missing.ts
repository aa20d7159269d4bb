import { pointerTo } from "@microbilt-oauth/spec";
import type { Check, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { answeredWith, bodyMatching, headerField } from "../../findings.ts";
import { createBearerCalls } from "./bearer-calls.ts";

/** RFC 9110, section 5.6.2. */
const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const QUOTED_STRING = '"(?:[^"\\\\]|\\\\.)*"';
const PARAMETER = `${TOKEN} *= *(?:${TOKEN}|${QUOTED_STRING})`;
const PARAMETERS = `${PARAMETER}(?: *, *${PARAMETER})*`;
const TOKEN68 = "[\\w.~+/-]+=*";
/** Each a scheme, perhaps with parameters or a token (RFC 9110, section 11.6.1). */
const CHALLENGES = new RegExp(`^(?:${TOKEN}(?: +(?:${PARAMETERS}|${TOKEN68}))?(?: *, *|$))+$`);

/** Those who have no access token are refused, and told how to ask. */
export function bearerMissingChecks(spec: Spec): Check[] {
  const { document, contract } = spec;
  const scheme = pointerTo("components", "securitySchemes", contract.bearer.name);
  const fault = pointerTo("components", "schemas", "GatewayFault");
  const { call, refused } = createBearerCalls(spec);

  return [
    missing("missing", "A call without an access token is refused", scheme, refused),
    missing("missing-status", "A call without an access token is refused with 401", "rfc9110#15.5.2", (exchange) =>
      answeredWith([401], exchange),
    ),
    missing(
      "missing-body",
      "The refusal of a call without an access token is a gateway fault",
      pointerTo("components", "responses", "InvalidAccessToken"),
      (exchange) => bodyMatching(document, fault, exchange),
    ),
    missing(
      "missing-challenge",
      "The refusal of a call without an access token asks for a bearer (WWW-Authenticate)",
      "rfc6750#3",
      (exchange) =>
        headerField("www-authenticate", /\bbearer\b/i, `WWW-Authenticate: ${contract.bearer.scheme}`, exchange),
    ),
    missing(
      "missing-no-error-code",
      "The refusal of a call without an access token has no error code in its challenge",
      "rfc6750#3.1",
      (exchange) => headerField("www-authenticate", /^(?!.*\berror *=)/, "no error code", exchange),
    ),
    missing("challenge-syntax", "The challenge of a refused call is well-formed", "rfc9110#11.6.1", (exchange) =>
      exchange.response.headers["www-authenticate"] === undefined
        ? []
        : headerField("www-authenticate", CHALLENGES, "a challenge as RFC 9110 has it", exchange),
    ),
  ];

  function missing(
    name: string,
    title: string,
    requirement: Check["requirement"],
    judge: (exchange: Exchange) => Finding[],
  ): Check {
    return {
      id: `bearer/${name}`,
      title,
      requirement,
      needs: ["resource"],
      run: async (context) => judge(await call(context)),
    };
  }
}
