import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import { expectBody, expectNoToken } from "../../findings.ts";
import { bodyPointer, parameterPointer, responsePointer } from "../../pointers.ts";
import { sendTokenRequest } from "../token-requests.ts";

/** A grant type of RFC 6749 that MicroBilt does not support. */
const UNSUPPORTED_GRANT_TYPE = "password";

/** Token requests with an unsupported grant type. */
export function rejectedGrantTypeChecks({ document, contract }: Spec): Check[] {
  const [grantType = ""] = contract.grantTypes;
  return [
    ...FLOW_NAMES.flatMap((flow) => [
      rejected(
        flow,
        "grant-type",
        "an unsupported grant_type",
        UNSUPPORTED_GRANT_TYPE,
        parameterPointer(contract, flow, "grant_type"),
      ),
      rejected(flow, "grant-type-case", "grant_type in upper case", grantType.toUpperCase(), "rfc6749#1.9"),
    ]),
    {
      id: "refusals/password-grant",
      title: "The token endpoint rejects a token request with the password grant, a username and a password",
      requirement: "rfc9700#2.4",
      baseline: "json",
      run: async (context) =>
        expectNoToken(
          await sendTokenRequest(context, "json", {
            parameters: { grant_type: "password" },
            unknownParameters: { username: "user", password: "password" },
          }),
        ),
    },
    {
      id: "refusals/grant-type-body",
      title: "The token endpoint responds with one of the observed error bodies to an unsupported grant_type",
      requirement: responsePointer("TokenEndpointFault"),
      async run(context) {
        const exchange = await sendTokenRequest(context, "json", {
          parameters: { grant_type: UNSUPPORTED_GRANT_TYPE },
        });
        return expectBody(document, bodyPointer(contract, "InvalidTokenRequest"), exchange);
      },
    },
  ];
}

function rejected(
  flow: FlowName,
  name: string,
  description: string,
  grantType: string,
  requirement: Check["requirement"],
): Check {
  return {
    id: `refusals/${flow}-${name}`,
    title: `The token endpoint rejects a ${FLOW_LABELS[flow]} token request with ${description}`,
    requirement,
    baseline: flow,
    run: async (context) =>
      expectNoToken(await sendTokenRequest(context, flow, { parameters: { grant_type: grantType } })),
  };
}
