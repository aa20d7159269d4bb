import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../src/flow.ts";
import type { Mutant, MutantRequest } from "../mutant.ts";
import { emptyResponse, intercept } from "../operators/response.ts";
import { bodyParametersOf, flowOf } from "../operators/token-request.ts";

/** Values on which the token endpoint fails. */
export const unusualValueMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow) => [
    failing(flow, "an emoji in the client_id", ({ clientId }) => /[\u{10000}-\u{10ffff}]/u.test(clientId)),
    failing(flow, "an apostrophe in the client_id", ({ clientId }) => clientId.includes("'")),
    failing(flow, "a client_id of more than 255 characters", ({ clientId }) => clientId.length > 255),
  ]),
  failing("json", "half of a surrogate pair", ({ body }) => body.includes("\\ud800")),
  failing("json", "a number of more than 300 digits", ({ body }) => /\d{300}/.test(body)),
  failing("json", "a number that is infinite", ({ body }) => body.includes("1e9999")),
];

function failing(
  flow: FlowName,
  description: string,
  isMatch: (values: { readonly clientId: string; readonly body: string }) => boolean,
): Mutant {
  const valuesOf = (request: MutantRequest) => ({
    clientId: String(bodyParametersOf(request).client_id),
    body: request.body.toString(),
  });
  return {
    title: `The token endpoint responds with 500 to ${description} (${FLOW_LABELS[flow]})`,
    killedBy: `robustness/${flow}-unusual-values`,
    mutate: intercept(
      (request, context) => flowOf(context, request) === flow && isMatch(valuesOf(request)),
      emptyResponse(500),
    ),
  };
}
