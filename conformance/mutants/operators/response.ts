/** Mutations of responses. */
import type { MutantContext, MutantOutcome, MutantRequest, MutantResponse, Mutate } from "../mutant.ts";

/** A response without a body. */
export function emptyResponse(status: number): MutantResponse {
  return { status, headers: {}, body: "" };
}

/** The response with other header fields; a field that is undefined is removed. */
export function withHeaders(response: MutantResponse, headers: MutantResponse["headers"]): MutantResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** Changes the original's response. */
export function mutateResponse(
  change: (response: MutantResponse, context: MutantContext, request: MutantRequest) => MutantResponse,
): Mutate {
  return (context) => async (request, original) => change(await original(request), context, request);
}

/** Replaces a status by another one. */
export function replaceStatus(from: number, to: number): Mutate {
  return mutateResponse((response) => (response.status === from ? { ...response, status: to } : response));
}

/** Sends a fixed response to the requests that match; the original handles the others. */
export function intercept(
  isMatch: (request: MutantRequest, context: MutantContext) => boolean,
  outcome: MutantOutcome,
): Mutate {
  return (context) => async (request, original) => (isMatch(request, context) ? outcome : original(request));
}
