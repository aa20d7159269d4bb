import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../src/flow.ts";
import type { Mutant, MutantRequest, MutantResponse } from "../mutant.ts";
import { withHeaders } from "../operators/response.ts";
import { flowOf } from "../operators/token-request.ts";
import { membersOf, mutateTokenResponse } from "../operators/token-response.ts";

/** Token responses that are not JSON, because the request accepts another media type or appears to be from a browser. */
export const responseFormMutants: readonly Mutant[] = FLOW_NAMES.flatMap((flow) => [
  responding(
    flow,
    "response-parameters",
    "wraps the token response into a script",
    hasInQuery("callback"),
    (response) => ({
      ...withHeaders(response, { "content-type": "application/javascript" }),
      body: `f(${response.body})`,
    }),
  ),
  responding(
    flow,
    "response-parameters",
    "redirects with the access token in the fragment",
    hasInQuery("response_type"),
    redirect,
  ),
  responding(flow, "response-parameters", "redirects to any redirect_uri", hasInQuery("redirect_uri"), redirect),
  responding(flow, "response-parameters", "responds in XML", hasInQuery("format"), (response) => ({
    ...withHeaders(response, { "content-type": "application/xml" }),
    body: `<token>${membersOf(response).access_token}</token>`,
  })),
  responding(
    flow,
    "browser",
    "sends browsers a page",
    ({ headers }) => /Mozilla/.test(headers["user-agent"] ?? ""),
    (response) => ({ ...withHeaders(response, { "content-type": "text/html" }), body: "<p>approved</p>" }),
  ),
]);

function responding(
  flow: FlowName,
  check: string,
  defect: string,
  isMatch: (request: MutantRequest) => boolean,
  change: (response: MutantResponse) => MutantResponse,
): Mutant {
  return {
    title: `The token endpoint ${defect} (${FLOW_LABELS[flow]})`,
    killedBy: `token-request/${flow}-${check}`,
    mutate: mutateTokenResponse((response, context, request) =>
      flowOf(context, request) === flow && isMatch(request)
        ? change(withHeaders(response, { "content-length": undefined }))
        : response,
    ),
  };
}

function hasInQuery(name: string): (request: MutantRequest) => boolean {
  return ({ query }) => new URLSearchParams(query).has(name);
}

function redirect(response: MutantResponse): MutantResponse {
  const location = `https://untrusted.example/#access_token=${membersOf(response).access_token}`;
  return { status: 302, headers: { location }, body: "" };
}
