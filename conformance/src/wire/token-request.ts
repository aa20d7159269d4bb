import type { Contract } from "@microbilt-oauth/spec";
import type { FlowName } from "../flow.ts";
import type { Credentials, ServerTarget } from "../target.ts";
import type { WireRequest } from "./exchange.ts";

/** What each parameter of a token request is; one that is undefined is left out. */
export type TokenRequestParameters = Readonly<Record<string, unknown>>;

/** In what a token request differs from a good one. */
export interface TokenRequestChange {
  /** Whose it is; the target's first application by default. */
  readonly credentials?: Credentials | undefined;
  /** TokenRequestParameters with another value, without one (undefined), or that do not belong there. */
  readonly parameters?: TokenRequestParameters;
  /** Header fields with another value, or without one (undefined). */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The parameters of a good token request. */
export function validParameters({ grantTypes }: Contract, credentials: Credentials): TokenRequestParameters {
  return {
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    grant_type: grantTypes[0],
  };
}

/** A token request in one of its two forms, each parameter where the document puts it; what it does not know goes into the body. */
export function tokenRequest(
  contract: Contract,
  baseUrl: string,
  flow: FlowName,
  parameters: TokenRequestParameters,
): WireRequest {
  const { mediaType, query } = contract.flows[flow];
  const url = new URL(baseUrl + contract.tokenEndpoint.path);
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const inQuery = given.filter(([name]) => query.includes(name));
  const inBody = Object.fromEntries(given.filter(([name]) => !query.includes(name)));
  url.search = formOf(Object.fromEntries(inQuery));
  return {
    method: contract.tokenEndpoint.method,
    url: url.href,
    headers: { "content-type": mediaType, accept: contract.tokenResponse.mediaType },
    body: flow === "json" ? JSON.stringify(inBody) : formOf(inBody),
  };
}

/** A good token request to a target, but for what is to be different. */
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
  const fields = Object.entries({ ...request.headers, ...headers }).filter(([, value]) => value !== undefined);
  return { ...request, headers: Object.fromEntries(fields) as WireRequest["headers"] };
}

function formOf(parameters: TokenRequestParameters): string {
  const fields = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}
