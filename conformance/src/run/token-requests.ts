import type { Contract } from "@microbilt-oauth/spec";
import type { Credentials } from "../targets/target.ts";
import { type AnsweredExchange, jsonOf, type WireRequest } from "../wire/exchange.ts";

export type FlowName = keyof Contract["flows"];

export const FLOW_NAMES: readonly FlowName[] = ["json", "form"];

/** A token request that was granted. */
export interface Grant extends AnsweredExchange {
  /** The members of the answer. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly accessToken: string;
}

/** What each parameter of a token request is; one that is undefined is left out. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** The parameters of a good token request. */
export function goodParameters({ parameters, grantTypes }: Contract, credentials: Credentials): Parameters {
  return {
    [parameters.clientId]: credentials.clientId,
    [parameters.clientSecret]: credentials.clientSecret,
    [parameters.grantType]: grantTypes[0],
  };
}

/** A token request in one of its two forms, each parameter where the document puts it. */
export function tokenRequest(contract: Contract, baseUrl: string, flow: FlowName, parameters: Parameters): WireRequest {
  const { mediaType, query, body } = contract.flows[flow];
  const url = new URL(baseUrl + contract.tokenEndpoint.path);
  url.search = new URLSearchParams(pick(parameters, query)).toString();
  const members = pick(parameters, body);
  return {
    method: contract.tokenEndpoint.method,
    url: url.href,
    headers: { "content-type": mediaType, accept: contract.tokenResponse.mediaType },
    body: flow === "json" ? JSON.stringify(members) : new URLSearchParams(members).toString(),
  };
}

/** The grant in an exchange, if it holds one. */
export function grantIn({ tokenMembers }: Contract, exchange: AnsweredExchange): Grant | undefined {
  const { status } = exchange.response;
  const body = jsonOf(exchange.response);
  if (status < 200 || status > 299 || typeof body !== "object" || body === null) {
    return undefined;
  }
  const members: Record<string, unknown> = { ...body };
  const accessToken = members[tokenMembers.accessToken];
  return typeof accessToken === "string" && accessToken !== "" ? { ...exchange, members, accessToken } : undefined;
}

function pick(parameters: Parameters, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = parameters[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
