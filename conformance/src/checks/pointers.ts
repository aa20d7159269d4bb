/** Pointers to the statements of the document that the checks refer to. */
import { below, type Contract, type Pointer, pointerTo } from "@microbilt-oauth/spec";
import type { components, JsonTokenRequest, TokenResponse } from "@microbilt-oauth/spec/types";
import type { FlowName } from "../flow.ts";

/** The name of a parameter of a token request. */
export type ParameterName = keyof JsonTokenRequest;

/** Lists the parameters of a flow, those in the body first. A parameter that is added to the document appears here. */
export function parameterNames({ flows }: Contract, flow: FlowName): readonly ParameterName[] {
  const { body, query } = flows[flow];
  return [...body, ...query] as readonly ParameterName[];
}

/** Points to a parameter of a flow: to a property of the body, or to a query parameter. */
export function parameterPointer({ flows, tokenEndpoint }: Contract, flow: FlowName, name: ParameterName): Pointer {
  const { query, pointer } = flows[flow];
  return query.includes(name)
    ? below(tokenEndpoint.pointer, "parameters", String(query.indexOf(name)))
    : below(pointer, "properties", name);
}

/** Points to the body of a token request in the media type of a flow. */
export function requestBodyPointer({ flows, tokenEndpoint }: Contract, flow: FlowName): Pointer {
  return below(tokenEndpoint.pointer, "requestBody", "content", flows[flow].mediaType);
}

/** Points to a member of the token response. */
export function memberPointer({ tokenResponse }: Contract, name: keyof TokenResponse): Pointer {
  return below(tokenResponse.pointer, "properties", name);
}

/** Points to a response of the token endpoint. */
export function statusPointer({ tokenEndpoint }: Contract, status: number): Pointer {
  return below(tokenEndpoint.pointer, "responses", String(status));
}

/** Points to a response among the components. */
export function responsePointer(name: keyof components["responses"]): Pointer {
  return pointerTo("components", "responses", name);
}

/** Points to the schema of the body of a response. */
export function bodyPointer({ tokenResponse }: Contract, name: keyof components["responses"]): Pointer {
  return below(responsePointer(name), "content", tokenResponse.mediaType, "schema");
}

/** Points to a schema among the components. */
export function schemaPointer(name: keyof components["schemas"]): Pointer {
  return pointerTo("components", "schemas", name);
}

/** Points to the security scheme of access tokens. */
export function securitySchemePointer({ bearer }: Contract): Pointer {
  return pointerTo("components", "securitySchemes", bearer.name);
}
