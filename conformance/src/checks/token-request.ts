import { below } from "@microbilt-oauth/spec";
import type { Check, Facts } from "../check.ts";
import { type FlowName, goodParameters, grantIn, tokenRequest } from "../run/token-requests.ts";
import { answerOf } from "./seen.ts";

/** A good token request is granted, in each of its forms. */
export function tokenRequestChecks({ contract }: Facts): Check[] {
  return [
    grantedCheck("json", "A token request in JSON is granted"),
    grantedCheck("form", "A token request as a form, with the grant type in the query, is granted"),
  ];

  function grantedCheck(flow: FlowName, title: string): Check {
    return {
      id: `token-request/${flow}`,
      title,
      requirement: below(contract.tokenEndpoint.pointer, "requestBody", "content", contract.flows[flow].mediaType),
      async run({ target, send }) {
        const parameters = goodParameters(contract, target.credentials);
        const exchange = await send(tokenRequest(contract, target.baseUrl, flow, parameters));
        return exchange.response.status === 200 && grantIn(contract, exchange)
          ? []
          : [{ expected: "200 with an access token", seen: answerOf(exchange), exchange }];
      },
    };
  }
}
