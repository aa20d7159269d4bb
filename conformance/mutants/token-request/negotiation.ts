import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../src/flow.ts";
import type { Mutant, MutantRequest } from "../mutant.ts";
import { emptyResponse, intercept, withHeaders } from "../operators/response.ts";
import { flowOf } from "../operators/token-request.ts";
import { mutateTokenResponse } from "../operators/token-response.ts";

/** Valid token requests that the token endpoint rejects because of their header fields, and responses that ignore them. */
export const negotiationMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow) => [
    rejecting(flow, "accept", "reads no q-values in Accept", ({ headers }) =>
      /application\/json;q=/.test(headers["accept"] ?? ""),
    ),
    rejecting(flow, "accept", "requires Accept", ({ headers }) => headers["accept"] === undefined),
    rejecting(
      flow,
      "accept",
      "reads no subtype wildcards in Accept",
      ({ headers }) => headers["accept"] === "application/*",
    ),
    rejecting(
      flow,
      "accept",
      "reads only the first media type in Accept",
      ({ headers }) => headers["accept"]?.startsWith("text/html") === true,
    ),
    rejecting(flow, "content-type", "expects a space before the charset", ({ headers }) =>
      /;charset/.test(headers["content-type"] ?? ""),
    ),
    rejecting(
      flow,
      "content-type",
      "reads no quoted charset",
      ({ headers }) => headers["content-type"]?.includes('"') === true,
    ),
    rejecting(flow, "content-type", "distinguishes the case of the charset", ({ headers }) =>
      /Utf/.test(headers["content-type"] ?? ""),
    ),
    {
      title: `The token endpoint compresses every response to a ${FLOW_LABELS[flow]} token request`,
      killedBy: `token-request/${flow}-accept-encoding`,
      mutate: mutateTokenResponse((response, context, request) =>
        flowOf(context, request) === flow ? withHeaders(response, { "content-encoding": "gzip" }) : response,
      ),
    },
    {
      title: `The token endpoint reads no q-values in the Accept-Encoding of a ${FLOW_LABELS[flow]} token request`,
      killedBy: `token-request/${flow}-accept-encoding`,
      mutate: mutateTokenResponse((response, context, request) =>
        flowOf(context, request) === flow && request.headers["accept-encoding"]?.includes("gzip")
          ? withHeaders(response, { "content-encoding": "gzip" })
          : response,
      ),
    },
    {
      title: `The token endpoint responds with 304 to a conditional ${FLOW_LABELS[flow]} token request`,
      killedBy: `token-request/${flow}-conditional`,
      mutate: intercept(
        (request, context) => flowOf(context, request) === flow && request.headers["if-none-match"] !== undefined,
        emptyResponse(304),
      ),
    },
  ]),
  rejecting("json", "content-type", "expects the charset first", ({ headers }) =>
    /version/.test(headers["content-type"] ?? ""),
  ),
];

function rejecting(
  flow: FlowName,
  check: string,
  defect: string,
  isMatch: (request: MutantRequest) => boolean,
): Mutant {
  return {
    title: `The token endpoint ${defect} (${FLOW_LABELS[flow]})`,
    killedBy: `token-request/${flow}-${check}`,
    mutate: intercept((request, context) => flowOf(context, request) === flow && isMatch(request), emptyResponse(406)),
  };
}
