import { type Contract, pointerTo } from "@microbilt-oauth/spec";
import type { CheckContext } from "../../../check.ts";
import { matchesSchema } from "../../../document/schema-validation.ts";
import type { Spec } from "../../../document/spec.ts";
import { type Exchange, jsonBody, type WireRequest } from "../../../wire/exchange.ts";
import { expecting } from "../../findings.ts";

/** What a token is called in a query or a body (RFC 6750, sections 2.2 and 2.3). */
export const ACCESS_TOKEN_PARAMETER = "access_token";

/** Calls of a protected resource, and what became of them. */
export interface BearerCalls {
  /** With this value of the Authorization header, or several, or none; the rest as the document has it, but for changes. */
  call(
    context: CheckContext,
    authorization?: string | readonly string[],
    change?: Partial<WireRequest>,
  ): Promise<Exchange>;
  /** The value of the Authorization header for an access token. */
  bearer(accessToken: string): string;
  isRefused(exchange: Exchange): boolean;
  letThrough(exchange: Exchange): ReturnType<typeof expecting>;
  refused(exchange: Exchange): ReturnType<typeof expecting>;
}

export function createBearerCalls({ document, contract }: Spec): BearerCalls {
  const fault = pointerTo("components", "schemas", "GatewayFault");

  /** Any other answer can be the resource's own. */
  function isRefused({ response }: Exchange): boolean {
    return response.status === 401 || response.status === 403 || matchesSchema(document, fault, jsonBody(response));
  }

  return {
    call: ({ target, send }, authorization, change) => send({ ...callOf(target, contract, authorization), ...change }),
    bearer: (accessToken) => `${contract.bearer.scheme} ${accessToken}`,
    isRefused,
    letThrough: (exchange) => expecting("no refusal", !isRefused(exchange), exchange),
    refused: (exchange) => expecting("a refusal", isRefused(exchange), exchange),
  };
}

/** A call of the target's protected resource. */
export function callOf(
  { resource, baseUrl }: CheckContext["target"],
  contract: Contract,
  authorization?: string | readonly string[],
): WireRequest {
  if (!resource) {
    throw new Error("A check that calls the resource must say that it needs one.");
  }
  const { mediaType } = contract.resource;
  return {
    method: resource.method,
    url: baseUrl + resource.path,
    headers: { "content-type": mediaType, accept: mediaType, ...(authorization !== undefined && { authorization }) },
    body: "{}",
  };
}
