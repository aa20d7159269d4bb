/** Mutations of how the token endpoint reads a request. */
import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";
import { FLOW_NAMES, type FlowName } from "../../src/flow.ts";
import type { MutantContext, MutantRequest, Mutate } from "../mutant.ts";

/** The name of a parameter of a token request. */
export type ParameterName = keyof JsonTokenRequest;

/** The parameters of a token request, as sent: a value need not be a string. */
export type RequestParameters = Readonly<Partial<Record<ParameterName, unknown>>>;

/** Every parameter of a token request. */
export const PARAMETER_NAMES: readonly ParameterName[] = ["client_id", "client_secret", "grant_type"];

/** Whether a request is for the token endpoint, whatever its method. */
export function isTokenRequest({ contract }: Pick<MutantContext, "contract">, { path }: MutantRequest): boolean {
  return path === contract.tokenEndpoint.path;
}

/** The flow that the media type names; undefined if it names neither, or if this is not a token request. */
export function flowOf(context: Pick<MutantContext, "contract">, request: MutantRequest): FlowName | undefined {
  const mediaType = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  return isTokenRequest(context, request)
    ? FLOW_NAMES.find((flow) => context.contract.flows[flow].mediaType === mediaType)
    : undefined;
}

/** The parameters in the query and in the body; undefined if the body cannot be read. */
export function parametersOf(context: MutantContext, request: MutantRequest): RequestParameters | undefined {
  const flow = flowOf(context, request);
  const body = flow && readBody(request, flow === "json");
  return body && { ...Object.fromEntries(new URLSearchParams(request.query)), ...body };
}

/** The parameters in the body alone, whatever the path; empty if the body cannot be read. */
export function bodyParametersOf(request: MutantRequest): RequestParameters {
  return readBody(request, request.headers["content-type"]?.includes("json") === true) ?? {};
}

function readBody({ body }: MutantRequest, isJson: boolean): RequestParameters | undefined {
  if (!isJson) {
    return Object.fromEntries(new URLSearchParams(body.toString()));
  }
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The parameters of a valid token request of the first application. */
export function validParameters({ contract, credentials }: MutantContext): Readonly<Record<ParameterName, string>> {
  return {
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    grant_type: contract.grantTypes[0] ?? "",
  };
}

/** The same request, rewritten as a JSON token request with other parameters. */
export function withParameters(
  { contract }: MutantContext,
  request: MutantRequest,
  parameters: RequestParameters,
): MutantRequest {
  return {
    ...request,
    method: contract.tokenEndpoint.method,
    query: "",
    headers: { "content-type": contract.flows.json.mediaType },
    body: Buffer.from(JSON.stringify(parameters)),
  };
}

/** Rewrites the requests for which `change` returns another request; the original handles the result. */
export function mutateRequest(
  change: (request: MutantRequest, context: MutantContext) => MutantRequest | undefined,
): Mutate {
  return (context) => (request, original) => original(change(request, context) ?? request);
}

/** Rewrites the token requests for which `change` returns parameters with other values. */
export function mutateParameters(
  change: (parameters: RequestParameters, context: MutantContext, flow: FlowName) => RequestParameters | undefined,
): Mutate {
  return mutateRequest((request, context) => {
    const flow = flowOf(context, request);
    const parameters = parametersOf(context, request);
    const changes = flow && parameters && change(parameters, context, flow);
    return changes && withParameters(context, request, { ...parameters, ...changes });
  });
}

/** Accepts some invalid values of a parameter as if they were the valid one. */
export function accepting(
  flow: FlowName,
  name: ParameterName,
  isAccepted: (value: unknown, valid: string) => boolean,
): Mutate {
  return mutateParameters((parameters, context, actualFlow) => {
    const valid = validParameters(context)[name];
    return actualFlow === flow && isAccepted(parameters[name], valid) ? { [name]: valid } : undefined;
  });
}
