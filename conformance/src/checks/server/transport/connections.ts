import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { Exchange, WireRequest } from "../../../wire/exchange.ts";
import { expectNoToken, expectToken } from "../../findings.ts";
import { parameterPointer, securitySchemePointer } from "../../pointers.ts";
import { bearer, buildCall, expectRejected, NEVER_ISSUED } from "../bearer/calls.ts";
import { UNKNOWN_CREDENTIAL } from "../refusals/unknown-credential.ts";
import { buildTokenRequest } from "../token-requests.ts";

/** Several requests on one connection. */
export function connectionChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "transport/after-a-refusal",
      title: "The token endpoint accepts a token request on a connection on which it rejected one",
      requirement: "rfc9112#9.3",
      requests: 2,
      async run(context) {
        const incomplete = buildTokenRequest(context, "json", { parameters: { client_secret: undefined } });
        const valid = buildTokenRequest(context, "json");
        const exchanges = await context.sendOnOneConnection([incomplete, valid]);
        return exchanges.slice(1).flatMap(expectToken);
      },
    },
    {
      id: "transport/response-association",
      title: "Each response on a connection belongs to its request",
      requirement: "rfc9112#9.3",
      needs: ["resource", "tokens"],
      requests: 3,
      async run(context) {
        const tokenRequest = buildTokenRequest(context, "json");
        const call = buildCall(context, undefined);
        const exchanges = await context.sendOnOneConnection([tokenRequest, call, tokenRequest]);
        return exchanges.flatMap((exchange) =>
          exchange.request === call ? expectNoToken(exchange) : expectToken(exchange),
        );
      },
    },
    {
      id: "transport/token-requests-apart",
      title: "The token endpoint requires the credentials in each request on a connection",
      requirement: parameterPointer(contract, "json", "client_secret"),
      needs: ["credentials"],
      baseline: "json",
      requests: 6,
      wrongSecrets: 1,
      async run(context) {
        const valid = buildTokenRequest(context, "json");
        const defective = [
          buildTokenRequest(context, "json", { credentials: { clientSecret: UNKNOWN_CREDENTIAL } }),
          buildTokenRequest(context, "json", { parameters: { client_secret: undefined } }),
          { ...valid, body: "" },
        ];
        return judgeBetween(context, valid, defective, expectNoToken);
      },
    },
    {
      id: "transport/calls-apart",
      title: "The resource server requires an access token in each call on a connection",
      requirement: securitySchemePointer(contract),
      needs: ["resource", "tokens"],
      baseline: "call",
      requests: 4,
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        const valid = buildCall(context, bearer(context, accessToken));
        const defective = [buildCall(context, undefined), buildCall(context, bearer(context, NEVER_ISSUED))];
        return judgeBetween(context, valid, defective, (exchange) => expectRejected(context, exchange));
      },
    },
  ];
}

/** Sends defective requests on one connection, each after a valid one, and judges the responses to them. */
async function judgeBetween(
  context: CheckContext,
  valid: WireRequest,
  defective: readonly WireRequest[],
  judge: (exchange: Exchange) => Finding[],
): Promise<Finding[]> {
  const exchanges = await context.sendOnOneConnection(defective.flatMap((request) => [valid, request]));
  return exchanges.filter((_, index) => index % 2 === 1).flatMap(judge);
}
