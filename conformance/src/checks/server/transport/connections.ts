import type { Check } from "../../../check.ts";
import { expectNoToken, expectToken } from "../../findings.ts";
import { buildCall } from "../bearer/calls.ts";
import { buildTokenRequest } from "../token-requests.ts";

/** Several requests on one connection. */
export function connectionChecks(): Check[] {
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
  ];
}
