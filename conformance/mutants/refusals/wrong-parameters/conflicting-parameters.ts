import { FLOW_LABELS, FLOW_NAMES } from "../../../src/flow.ts";
import type { Mutant } from "../../mutant.ts";
import {
  bodyParametersOf,
  flowOf,
  mutateRequest,
  type RequestParameters,
  withParameters,
} from "../../operators/token-request.ts";

/** Parameters that the token endpoint reads from one place although another has a different value. */
export const conflictingParameterMutants: readonly Mutant[] = [
  ...FLOW_NAMES.map(
    (flow): Mutant => ({
      title: `The token endpoint prefers credentials in the query of a ${FLOW_LABELS[flow]} token request`,
      killedBy: `refusals/${flow}-query-over-body`,
      mutate: mutateRequest((request, context) =>
        flowOf(context, request) === flow
          ? withParameters(context, request, { ...bodyParametersOf(request), ...queryParametersOf(request) })
          : undefined,
      ),
    }),
  ),
  {
    title: "The token endpoint prefers grant_type in the query of a JSON token request",
    killedBy: "refusals/json-grant-type-against-query",
    mutate: mutateRequest((request, context) => {
      const { grant_type } = queryParametersOf(request);
      return flowOf(context, request) === "json" && grant_type !== undefined
        ? withParameters(context, request, { ...bodyParametersOf(request), grant_type })
        : undefined;
    }),
  },
  {
    title: "The token endpoint prefers grant_type in the body of a form token request",
    killedBy: "refusals/form-grant-type-against-body",
    mutate: mutateRequest((request, context) => {
      const parameters = bodyParametersOf(request);
      return flowOf(context, request) === "form" && parameters.grant_type !== undefined
        ? withParameters(context, request, parameters)
        : undefined;
    }),
  },
  {
    title: "The token endpoint ignores a different grant_type in the body of a form token request",
    killedBy: "refusals/form-body-against-grant-type",
    mutate: mutateRequest((request, context) =>
      flowOf(context, request) === "form" && bodyParametersOf(request).grant_type !== undefined
        ? withParameters(context, request, { ...bodyParametersOf(request), ...queryParametersOf(request) })
        : undefined,
    ),
  },
];

function queryParametersOf({ query }: { readonly query: string }): RequestParameters {
  return Object.fromEntries(new URLSearchParams(query));
}
