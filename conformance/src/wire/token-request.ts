import type { Contract } from "@microbilt-oauth/spec";
import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";
import type { FlowName } from "../flow.ts";
import type { Credentials, ServerTarget } from "../target.ts";
import type { WireRequest } from "./exchange.ts";

/** The parameters of a token request by name. A parameter that is undefined is not sent. */
export type TokenRequestParameters = Readonly<Record<string, unknown>>;

/** How a token request differs from a valid one. */
export interface TokenRequestChange {
  /** Other credentials. @default those of the target's first application */
  readonly credentials?: Credentials | undefined;
  /** Parameters with other values, missing ones (undefined), and additional ones. @default none */
  readonly parameters?: TokenRequestParameters;
  /** Header fields with other values, and missing ones (undefined). @default none */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The parameters of a valid token request. */
export function validParameters({ grantTypes }: Contract, credentials: Credentials): TokenRequestParameters {
  return {
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    grant_type: grantTypes[0],
  } satisfies Record<keyof JsonTokenRequest, unknown>;
}

/**
 * Builds a token request. Each parameter goes where the document puts it in this flow: into the query or into the
 * body. Parameters that the document does not specify go into the body.
 */
export function tokenRequest(
  contract: Contract,
  baseUrl: string,
  flow: FlowName,
  parameters: TokenRequestParameters,
): WireRequest {
  const { mediaType, query } = contract.flows[flow];
  const url = new URL(baseUrl + contract.tokenEndpoint.path);
  const present = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const inQuery = present.filter(([name]) => query.includes(name));
  const inBody = present.filter(([name]) => !query.includes(name));
  url.search = encodeForm(inQuery);
  return {
    method: contract.tokenEndpoint.method,
    url: url.href,
    headers: { "content-type": mediaType, accept: contract.tokenResponse.mediaType },
    body: flow === "json" ? JSON.stringify(Object.fromEntries(inBody)) : encodeForm(inBody),
  };
}

/** Builds a valid token request to a target, apart from the change. */
export function tokenRequestTo(
  target: ServerTarget,
  contract: Contract,
  flow: FlowName,
  { credentials = target.credentials, parameters = {}, headers = {} }: TokenRequestChange = {},
): WireRequest {
  const request = tokenRequest(contract, target.baseUrl, flow, {
    ...validParameters(contract, credentials),
    ...parameters,
  });
  const fields = Object.entries({ ...target.headers, ...request.headers, ...headers }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...request, headers: Object.fromEntries(fields) as WireRequest["headers"] };
}

function encodeForm(parameters: readonly (readonly [name: string, value: unknown])[]): string {
  return new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, String(value)])).toString();
}
