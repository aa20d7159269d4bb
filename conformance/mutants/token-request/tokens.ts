import type { Mutant, MutantResponse } from "../mutant.ts";
import { emptyResponse } from "../operators/response.ts";
import { isTokenRequest, mutateParameters, parametersOf, validParameters } from "../operators/token-request.ts";

/** Requests within this time of each other count as concurrent. */
const CONCURRENT_WITHIN_MS = 20;

/** Repeated and concurrent token requests that are rejected or get somebody else's token. */
export const tokenMutants: readonly Mutant[] = [
  {
    title: "The token endpoint rejects a token request that repeats the one before",
    killedBy: "token-request/repeated",
    mutate: (context) => {
      let previous = "";
      return async (request, original) => {
        const body = request.body.toString();
        const isRepeated = isTokenRequest(context, request) && body === previous;
        previous = isTokenRequest(context, request) && !isRepeated ? body : "";
        return isRepeated ? emptyResponse(400) : original(request);
      };
    },
  },
  {
    title: "The token endpoint returns the same token for concurrent token requests",
    killedBy: "token-request/concurrent",
    mutate: (context) => {
      let pending: Promise<MutantResponse> | undefined;
      return async (request, original) => {
        if (!isTokenRequest(context, request)) {
          return original(request);
        }
        if (pending && parametersOf(context, request)) {
          return pending;
        }
        pending = original(request);
        try {
          return await pending;
        } finally {
          setTimeout(() => {
            pending = undefined;
          }, CONCURRENT_WITHIN_MS);
        }
      };
    },
  },
  {
    title: "The token endpoint issues every token to the first application",
    killedBy: "token-response/own-token",
    emulator: { reuseTokens: true },
    mutate: mutateParameters((parameters, context) => {
      const { client_id, client_secret } = validParameters(context);
      const isRegistered = context.emulator.apps.list().some(({ clientId }) => clientId === parameters.client_id);
      return isRegistered ? { client_id, client_secret } : undefined;
    }),
  },
];
