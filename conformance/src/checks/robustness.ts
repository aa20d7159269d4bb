import type { Check, Facts } from "../check.ts";
import { goodParameters, tokenRequest } from "../run/token-requests.ts";
import { answerOf } from "./seen.ts";

/** How the token endpoint takes what it cannot read. */
export function robustnessChecks({ contract }: Facts): Check[] {
  return [
    {
      id: "robustness/malformed-json",
      title: "Malformed JSON is refused with a 4xx, in time",
      requirement: "rfc9110#15.5.1",
      async run({ target, send }) {
        const request = tokenRequest(contract, target.baseUrl, "json", goodParameters(contract, target.credentials));
        const exchange = await send({ ...request, body: request.body?.slice(0, -1) ?? "{" });
        const { status } = exchange.response;
        return status >= 400 && status < 500 ? [] : [{ expected: "a 4xx", seen: answerOf(exchange), exchange }];
      },
    },
  ];
}
