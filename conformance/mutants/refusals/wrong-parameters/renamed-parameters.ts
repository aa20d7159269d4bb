import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../src/flow.ts";
import type { Mutant, MutantContext, MutantRequest } from "../../mutant.ts";
import {
  bodyParametersOf,
  flowOf,
  mutateRequest,
  PARAMETER_NAMES,
  parametersOf,
  type RequestParameters,
  withParameters,
} from "../../operators/token-request.ts";

/** Parameters that the token endpoint finds under other names, and in other places. */
export const renamedParameterMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow) => [
    finding(flow, "parameter-case", "ignores the case of parameter names", (request, context) =>
      Object.fromEntries(
        Object.entries(parametersOf(context, request) ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    ),
    finding(flow, "parameter-case", "reads parameter names in camel case", (request, context) =>
      Object.fromEntries(
        Object.entries(parametersOf(context, request) ?? {}).map(([name, value]) => [
          name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          value,
        ]),
      ),
    ),
    finding(flow, "parameters-in-fields", "reads parameters from header fields", ({ headers }) =>
      Object.fromEntries(PARAMETER_NAMES.map((name) => [name, headers[name.replace("_", "-")]])),
    ),
  ]),
  finding("json", "nested-parameters", "looks for parameters anywhere in the body", (request) =>
    Object.assign({}, ...Object.values(bodyParametersOf(request)).filter((value) => typeof value === "object")),
  ),
];

/** Completes a token request with parameters that are found elsewhere. */
function finding(
  flow: FlowName,
  check: string,
  defect: string,
  find: (request: MutantRequest, context: MutantContext) => RequestParameters,
): Mutant {
  return {
    title: `The token endpoint ${defect} (${FLOW_LABELS[flow]})`,
    killedBy: `refusals/${flow}-${check}`,
    mutate: mutateRequest((request, context) => {
      const given = parametersOf(context, request);
      const isIncomplete = PARAMETER_NAMES.some((name) => given?.[name] === undefined);
      return flowOf(context, request) === flow && given && isIncomplete
        ? withParameters(context, request, { ...find(request, context), ...given })
        : undefined;
    }),
  };
}
