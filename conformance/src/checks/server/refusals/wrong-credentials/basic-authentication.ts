import type { Check, CheckContext } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../../../flow.ts";
import { readIssuedToken } from "../../../../wire/issued-token.ts";
import { expectNoToken } from "../../../findings.ts";
import { type ParameterName, parameterPointer } from "../../../pointers.ts";
import { basic, encodeInForm } from "../../basic.ts";
import { sendTokenRequest } from "../../token-requests.ts";
import { type Variant, variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";
import { UNKNOWN_CREDENTIAL } from "../unknown-credential.ts";

const WITHOUT_CREDENTIALS: Readonly<Partial<Record<ParameterName, undefined>>> = {
  client_id: undefined,
  client_secret: undefined,
};

/** Token requests with HTTP Basic, which MicroBilt does not document. */
export function basicAuthenticationChecks({ contract }: Spec): Check[] {
  return [
    ...FLOW_NAMES.flatMap((flow): Check[] => [
      rejectsVariants({
        flow,
        name: "wrong-basic",
        description: "with wrong credentials in HTTP Basic, and none in the body",
        requirement: parameterPointer(contract, flow, "client_secret"),
        needs: ["credentials"],
        variants: [
          wrongBasic(flow, "a wrong password", (clientId) => `${clientId}:${UNKNOWN_CREDENTIAL}`),
          wrongBasic(flow, "an empty password", (clientId) => `${clientId}:`),
          wrongBasic(flow, "no password", (clientId) => clientId),
        ],
      }),
      contradictionCheck(flow),
    ]),
    {
      id: "refusals/two-ways-at-once",
      title: "If the token endpoint accepts HTTP Basic, it rejects credentials in HTTP Basic and in the body at once",
      requirement: "rfc6749#2.3",
      needs: ["credentials"],
      baseline: "form",
      requests: 2,
      async run(context) {
        const headers = { authorization: validBasic(context) };
        if (!(await acceptsBasic(context, "form"))) {
          context.note("The token endpoint does not accept HTTP Basic.");
          return [];
        }
        context.note("The token endpoint accepts HTTP Basic.");
        return expectNoToken(await sendTokenRequest(context, "form", { headers }));
      },
    },
  ];
}

/** A server that does not support HTTP Basic may ignore it beside a valid body. */
function contradictionCheck(flow: FlowName): Check {
  const inBody = variant(flow, "valid HTTP Basic and a wrong client_secret in the body", (context) => ({
    headers: { authorization: validBasic(context) },
    credentials: { clientSecret: UNKNOWN_CREDENTIAL },
  }));
  const inBasic = variant(flow, "a wrong password in HTTP Basic and a valid body", ({ target: { credentials } }) => ({
    headers: { authorization: basic(`${credentials.clientId}:${UNKNOWN_CREDENTIAL}`) },
  }));
  const rejecting = (variants: readonly Variant[]) =>
    rejectsVariants({
      flow,
      name: "basic-against-body",
      description: "whose credentials in HTTP Basic and in the body contradict each other",
      requirement: "rfc6749#5.2",
      needs: ["credentials"],
      variants,
    });
  const check = rejecting([inBasic, inBody]);
  return {
    ...check,
    requests: (check.requests ?? 0) + 1,
    run: async (context) => ((await acceptsBasic(context, flow)) ? check : rejecting([inBody])).run(context),
  };
}

async function acceptsBasic(context: CheckContext, flow: FlowName): Promise<boolean> {
  const headers = { authorization: validBasic(context) };
  return (
    readIssuedToken(await sendTokenRequest(context, flow, { headers, parameters: WITHOUT_CREDENTIALS })) !== undefined
  );
}

function wrongBasic(flow: FlowName, description: string, userPassFor: (clientId: string) => string): Variant {
  return variant(flow, `HTTP Basic with ${description}`, ({ target: { credentials } }) => ({
    headers: { authorization: basic(userPassFor(credentials.clientId)) },
    parameters: WITHOUT_CREDENTIALS,
  }));
}

function validBasic({ target: { credentials } }: CheckContext): string {
  return basic([credentials.clientId, credentials.clientSecret].map(encodeInForm).join(":"));
}
