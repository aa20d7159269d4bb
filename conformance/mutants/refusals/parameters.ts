import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../src/flow.ts";
import type { Mutant } from "../mutant.ts";
import { emptyResponse, intercept, mutateResponse } from "../operators/response.ts";
import {
  accepting,
  bodyParametersOf,
  flowOf,
  isTokenRequest,
  mutateParameters,
  mutateRequest,
  PARAMETER_NAMES,
  type ParameterName,
} from "../operators/token-request.ts";

/** Invalid parameters that the token endpoint accepts, or that make it fail. */
export const parameterMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow) =>
    PARAMETER_NAMES.flatMap((name) => [
      {
        ...lenient(flow, name, "without", "a missing", (value) => value === undefined),
        ...(flow === "json" && name === "client_id" && { notedBy: ["refusals/missing-parameter-body"] }),
      },
      lenient(flow, name, "empty", "an empty", (value) => value === ""),
    ]),
  ),
  ...PARAMETER_NAMES.flatMap((name) => [
    lenient("json", name, "null", "null as the", (value) => value === null),
    lenient("json", name, "array", "an array as the", Array.isArray),
    readingLastField(name),
  ]),
  failingOnLength("json", "client_id"),
  failingOnLength("json", "client_secret"),
  failingOnLength("form", "client_id"),
  failingOnLength("form", "client_secret"),
  lenient("json", "grant_type", "long", "a long", (value) => String(value).length > 1_000),
  lenient("form", "grant_type", "long", "a long", (value) => String(value).length > 1_000),
  {
    title: "The token endpoint responds with 422 to an incomplete token request",
    killedBy: "refusals/missing-parameter-status",
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request) && response.status === 400 ? { ...response, status: 422 } : response,
    ),
  },
  {
    title: "The token endpoint reads grant_type from the query of a JSON token request",
    killedBy: "refusals/query-instead-of-json",
    mutate: mutateParameters((_parameters, _context, flow) => (flow === "json" ? {} : undefined)),
  },
  {
    title: "The token endpoint ignores a contradicting grant_type in the query of a JSON token request",
    killedBy: "refusals/query-against-json",
    mutate: mutateRequest((request, context) =>
      flowOf(context, request) === "json" ? { ...request, query: "" } : undefined,
    ),
  },
  {
    title: "The token endpoint reads parameters from the member __proto__",
    killedBy: "refusals/inherited-parameters",
    mutate: mutateRequest((request, context) => {
      const body = request.body.toString();
      return flowOf(context, request) === "json" && body.startsWith('{"__proto__":')
        ? { ...request, body: Buffer.from(body.slice('{"__proto__":'.length, -1)) }
        : undefined;
    }),
  },
];

function lenient(
  flow: FlowName,
  name: ParameterName,
  kind: string,
  what: string,
  isAccepted: (value: unknown) => boolean,
): Mutant {
  return {
    title: `The token endpoint accepts ${what} ${name} in a ${FLOW_LABELS[flow]} token request`,
    killedBy: `refusals/${flow}-${kind}-${name}`,
    mutate: accepting(flow, name, isAccepted),
  };
}

function readingLastField(name: ParameterName): Mutant {
  return {
    title: `The token endpoint reads the last of two ${name} fields in a form token request`,
    killedBy: `refusals/form-repeated-${name}`,
    mutate: mutateRequest((request, context) =>
      flowOf(context, request) === "form"
        ? { ...request, query: lastOnly(request.query), body: Buffer.from(lastOnly(request.body.toString())) }
        : undefined,
    ),
  };

  function lastOnly(form: string): string {
    const fields = new URLSearchParams(form);
    const last = fields.getAll(name).at(-1);
    if (last !== undefined) {
      fields.set(name, last);
    }
    return fields.toString();
  }
}

function failingOnLength(flow: FlowName, name: ParameterName): Mutant {
  return {
    title: `The token endpoint responds with 500 to a long ${name} in a ${FLOW_LABELS[flow]} token request`,
    killedBy: `refusals/${flow}-long-${name}`,
    mutate: intercept(
      (request, context) =>
        flowOf(context, request) === flow && String(bodyParametersOf(request)[name]).length > 10_000,
      emptyResponse(500),
    ),
  };
}
