import type { Check, CheckContext, Finding } from "../../../check.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import { readIssuedToken } from "../../../wire/issued-token.ts";
import { expectThat } from "../../findings.ts";
import { buildTokenRequest } from "../token-requests.ts";

/** Parameters with which other endpoints let a client choose the form of the response. */
const RESPONSE_PARAMETERS: readonly Readonly<Record<string, string>>[] = [
  { callback: "f", jsonp: "f" },
  { response_type: "token", response_mode: "fragment" },
  { redirect_uri: "https://untrusted.example/", state: "s" },
  { format: "xml", output: "html" },
];

const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";

/** Token requests that name another form of response than JSON, or seem to come from a browser. */
export function responseFormChecks(): Check[] {
  return FLOW_NAMES.flatMap((flow): Check[] => [
    {
      id: `token-request/${flow}-response-parameters`,
      title: `A parameter in the query of a ${FLOW_LABELS[flow]} token request does not change the form of the response`,
      requirement: "rfc6749#3.2",
      baseline: flow,
      requests: RESPONSE_PARAMETERS.length,
      run: (context) =>
        judgeForms(
          context,
          RESPONSE_PARAMETERS.map((parameters) => [
            Object.keys(parameters).join(" and "),
            addToQuery(context, flow, parameters),
          ]),
        ),
    },
    {
      id: `token-request/${flow}-browser`,
      title: `The token endpoint responds to a ${FLOW_LABELS[flow]} token request with the User-Agent of a browser as to any other`,
      requirement: "rfc9110#10.1.5",
      baseline: flow,
      run: (context) =>
        judgeForms(context, [["a browser", buildTokenRequest(context, flow, { headers: { "user-agent": BROWSER } })]]),
    },
  ]);
}

/** A server may reject such a request, but a success or a redirect means that it chose another form. */
async function judgeForms(
  context: CheckContext,
  requests: readonly (readonly [name: string, request: WireRequest])[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [name, request] of requests) {
    const exchange = await context.send(request);
    const isMet = readIssuedToken(exchange) !== undefined || exchange.response.status >= 400;
    findings.push(...expectThat(isMet, `an access token in JSON, or a rejection, in response to ${name}`, exchange));
  }
  return findings;
}

function addToQuery(context: CheckContext, flow: FlowName, parameters: Readonly<Record<string, string>>): WireRequest {
  const request = buildTokenRequest(context, flow);
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, value);
  }
  return { ...request, url: url.href };
}
