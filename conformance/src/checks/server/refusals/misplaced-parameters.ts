import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_LABELS, FLOW_NAMES } from "../../../flow.ts";
import { expectNoToken } from "../../findings.ts";
import { type ParameterName, requestBodyPointer } from "../../pointers.ts";
import { buildTokenRequest } from "../token-requests.ts";

const GRANT_TYPE: ParameterName = "grant_type";

/** Token requests with parameters in the wrong place. */
export function misplacedParameterChecks({ contract }: Spec): Check[] {
  const [grantType = ""] = contract.grantTypes;
  return [
    {
      id: "refusals/query-instead-of-json",
      title: `The token endpoint rejects a JSON token request with ${GRANT_TYPE} in the query instead of the body`,
      // MicroBilt documents where the grant type goes, not that the server ignores it elsewhere.
      requirement: "rfc6749#4.4.2",
      baseline: "json",
      async run(context) {
        const request = buildTokenRequest(context, "json", { parameters: { [GRANT_TYPE]: undefined } });
        const url = withQuery(request.url, { [GRANT_TYPE]: grantType });
        return expectNoToken(await context.send({ ...request, url }));
      },
    },
    {
      id: "refusals/query-against-json",
      title: `The token endpoint rejects a JSON token request with a different ${GRANT_TYPE} in the query`,
      requirement: "rfc6749#3.2",
      baseline: "json",
      async run(context) {
        const request = buildTokenRequest(context, "json");
        const url = withQuery(request.url, { [GRANT_TYPE]: "password" });
        return expectNoToken(await context.send({ ...request, url }));
      },
    },
    {
      id: "refusals/inherited-parameters",
      title: "The token endpoint rejects a JSON token request whose parameters are in a member named __proto__",
      requirement: requestBodyPointer(contract, "json"),
      baseline: "json",
      async run(context) {
        const request = buildTokenRequest(context, "json");
        return expectNoToken(await context.send({ ...request, body: `{"__proto__":${request.body}}` }));
      },
    },
    ...FLOW_NAMES.map(
      (flow): Check => ({
        id: `refusals/${flow}-credentials-in-query`,
        title: `The token endpoint rejects a ${FLOW_LABELS[flow]} token request with the credentials in the query`,
        requirement: "rfc6749#2.3.1",
        baseline: flow,
        async run(context) {
          const { clientId, clientSecret } = context.target.credentials;
          const request = buildTokenRequest(context, flow, {
            parameters: { client_id: undefined, client_secret: undefined },
          });
          const url = withQuery(request.url, { client_id: clientId, client_secret: clientSecret });
          return expectNoToken(await context.send({ ...request, url }));
        },
      }),
    ),
  ];
}

function withQuery(address: string, parameters: Readonly<Partial<Record<ParameterName, string>>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, value);
  }
  return url.href;
}
