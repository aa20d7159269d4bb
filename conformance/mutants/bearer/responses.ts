import type { Mutant, MutantRequest, MutantResponse } from "../mutant.ts";
import { isCall } from "../operators/bearer.ts";
import { lacksToken, servingCalls } from "../operators/calls.ts";
import { emptyResponse, intercept, mutateResponse, withHeaders } from "../operators/response.ts";

/** Responses of the resource server that caches and browsers may give to others. */
export const resourceResponseMutants: readonly Mutant[] = [
  caching("lets shared caches store its responses for a minute", "public, max-age=60"),
  caching("lets shared caches store its responses", "public"),
  caching("names an age for shared caches", "max-age=0, s-maxage=600"),
  revealing("responds with 304 before it checks the access token", "if-none-match", 304),
  revealing("responds with 206 before it checks the access token", "range", 206),
  {
    title: "The resource server sends the resource along with a rejection",
    killedBy: "bearer/rejection-content",
    mutate: (context) => {
      const serving = servingCalls(lacksToken)(context);
      return async (request, original) => {
        const response = await serving(request, original);
        const isRejected = isCall(context, request) && lacksToken(request) && typeof response === "object";
        return isRejected ? { ...response, status: 401 } : response;
      };
    },
  },
  {
    title: "The resource server allows calls with credentials from any origin",
    killedBy: "bearer/cross-origin",
    mutate: mutateCalls((response, { headers }) =>
      withHeaders(response, {
        "access-control-allow-origin": headers["origin"],
        "access-control-allow-credentials": "true",
      }),
    ),
  },
];

function caching(defect: string, directives: string): Mutant {
  return {
    title: `The resource server ${defect}`,
    killedBy: "bearer/shared-caches",
    mutate: mutateCalls((response) => withHeaders(response, { "cache-control": directives })),
  };
}

function revealing(defect: string, field: string, status: number): Mutant {
  return {
    title: `The resource server ${defect}`,
    killedBy: "bearer/preconditions",
    mutate: intercept(
      (request, context) => isCall(context, request) && request.headers[field] !== undefined,
      emptyResponse(status),
    ),
  };
}

function mutateCalls(change: (response: MutantResponse, request: MutantRequest) => MutantResponse) {
  return mutateResponse((response, context, request) =>
    isCall(context, request) && response.status === 200 ? change(response, request) : response,
  );
}
