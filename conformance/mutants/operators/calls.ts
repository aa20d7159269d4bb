/** Mutations that accept calls which the original rejects. */
import type { MutantContext, MutantRequest, Mutate } from "../mutant.ts";
import { authorizationOf, isCall, validAccessToken, withAccessToken } from "./bearer.ts";
import { isTokenResponse, membersOf } from "./token-response.ts";

/** Handles some calls as if they were a POST to the resource with a valid access token. */
export function servingCalls(isServed: (request: MutantRequest, context: MutantContext) => boolean): Mutate {
  return (context) => async (request, original) =>
    isCall(context, request) && isServed(request, context) ? original(validPost(context, request)) : original(request);
}

/** Whether a request has no Authorization header field. */
export function lacksToken(request: MutantRequest): boolean {
  return authorizationOf(request) === "";
}

/** Whether a request has the path of the resource, as it is documented. */
export function hasDocumentedPath({ contract }: MutantContext, { path }: MutantRequest): boolean {
  return path === contract.resource.path;
}

/** Accepts access tokens that are similar to one that the server issued. */
export function acceptingSimilar(isSimilar: (given: string, issued: string) => boolean): Mutate {
  return (context) => {
    const issued: string[] = [];
    return async (request, original) => {
      const given = authorizationOf(request).replace(/^\w+ /, "");
      const isAccepted =
        isCall(context, request) && !issued.includes(given) && issued.some((token) => isSimilar(given, token));
      const response = await original(isAccepted ? withAccessToken(request, validAccessToken(context)) : request);
      if (isTokenResponse(context, request, response)) {
        issued.push(membersOf(response).access_token);
      }
      return response;
    };
  };
}

/** Accepts a call if a valid access token is where `find` looks. Without a result, the original reads the call. */
export function findingToken(find: (request: MutantRequest) => string | undefined): Mutate {
  return (context) => async (request, original) => {
    const found = isCall(context, request) ? find(request) : undefined;
    const isValid = found !== undefined && context.emulator.tokens.find(found)?.state === "active";
    return original(isValid ? validPost(context, request) : request);
  };
}

function validPost(context: MutantContext, request: MutantRequest): MutantRequest {
  const { path, mediaType } = context.contract.resource;
  const headers = { ...request.headers, "content-type": mediaType };
  return withAccessToken(
    { ...request, method: "POST", path, query: "", headers, body: Buffer.from("{}") },
    validAccessToken(context),
  );
}
