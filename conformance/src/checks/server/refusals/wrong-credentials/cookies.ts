import type { Check } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { FLOW_NAMES } from "../../../../flow.ts";
import { expectNoToken } from "../../../findings.ts";
import { parameterPointer } from "../../../pointers.ts";
import { cookiesOf } from "../../header-fields.ts";
import { sendTokenRequest } from "../../token-requests.ts";

/** Token requests with a cookie in place of the client secret. */
export function cookieChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "refusals/cookie-instead-of-secret",
      title: "The token endpoint rejects a token request with a cookie of its own in place of the client_secret",
      requirement: parameterPointer(contract, "json", "client_secret"),
      requests: FLOW_NAMES.length,
      async run(context) {
        const { response } = await context.sharedToken("json");
        const cookie = cookiesOf(response)
          .map(({ name, value }) => `${name}=${value}`)
          .join("; ");
        if (cookie === "") {
          return [];
        }
        const findings = [];
        for (const flow of FLOW_NAMES) {
          findings.push(
            ...expectNoToken(
              await sendTokenRequest(context, flow, { headers: { cookie }, parameters: { client_secret: undefined } }),
            ),
          );
        }
        return findings;
      },
    },
  ];
}
