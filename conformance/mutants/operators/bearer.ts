/** Mutations of how the resource server reads and checks access tokens. */
import type { IssuedToken } from "@microbilt-oauth/emulator";
import { bearer } from "@microbilt-oauth/spec/contract";
import type { MutantContext, MutantRequest, MutantResponse, Mutate } from "../mutant.ts";
import { emptyResponse } from "./response.ts";
import { isTokenRequest, mutateRequest } from "./token-request.ts";

const BEARER = new RegExp(`^${bearer.scheme} `);

/** A rejection without a challenge and without a body. */
export const unauthorized: MutantResponse = emptyResponse(401);

/** Whether a request is for the protected resource. */
export function isCall(context: MutantContext, request: MutantRequest): boolean {
  return !isTokenRequest(context, request);
}

/** The value of the Authorization header field; empty without one. */
export function authorizationOf({ headers }: MutantRequest): string {
  return headers["authorization"] ?? "";
}

/** The access token in the Authorization header field; empty without one. */
export function accessTokenOf(request: MutantRequest): string {
  const authorization = authorizationOf(request);
  return BEARER.test(authorization) ? authorization.replace(BEARER, "") : "";
}

/** The request with another access token. */
export function withAccessToken(request: MutantRequest, accessToken: string): MutantRequest {
  return { ...request, headers: { ...request.headers, authorization: `${bearer.scheme} ${accessToken}` } };
}

/** Issues an access token that the original accepts. */
export function validAccessToken({ emulator, credentials }: MutantContext): string {
  return emulator.tokens.issue(credentials.clientId);
}

/** Reads the access token of a call from another place, or replaces it. Without a result, the original reads it. */
export function readingAccessToken(
  read: (request: MutantRequest, context: MutantContext) => string | undefined,
): Mutate {
  return mutateRequest((request, context) => {
    const accessToken = isCall(context, request) ? read(request, context) : undefined;
    return accessToken === undefined ? undefined : withAccessToken(request, accessToken);
  });
}

/** Accepts some access tokens whatever their state. */
export function acceptingTokens(
  isAccepted: (token: IssuedToken | undefined, context: MutantContext, accessToken: string) => boolean,
): Mutate {
  return readingAccessToken((request, context) => {
    const accessToken = accessTokenOf(request);
    const token = context.emulator.tokens.find(accessToken);
    return isAccepted(token, context, accessToken) ? validAccessToken(context) : undefined;
  });
}
