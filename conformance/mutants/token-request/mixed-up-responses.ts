import { setTimeout as sleep } from "node:timers/promises";
import type { Mutant, MutantOutcome } from "../mutant.ts";
import { isTokenRequest, parametersOf, type RequestParameters, withParameters } from "../operators/token-request.ts";

/** Long enough for another request to arrive, also on a busy machine. */
const PAUSE_IN_MS = 100;

/** State that concurrent token requests share. */
export const mixedUpResponseMutants: readonly Mutant[] = [
  {
    title: "The token endpoint keeps the client_secret of the latest request in a variable",
    killedBy: "token-request/concurrent-refusals",
    mutate: (context) => {
      let latest: RequestParameters = {};
      return async (request, original) => {
        const parameters = parametersOf(context, request);
        if (!isTokenRequest(context, request) || parameters === undefined) {
          return original(request);
        }
        latest = parameters;
        await sleep(PAUSE_IN_MS);
        const { client_secret } = latest;
        return original(withParameters(context, request, { ...parameters, client_secret }));
      };
    },
  },
  {
    title: "The token endpoint exchanges the responses to two concurrent token requests",
    killedBy: "token-request/concurrent-refusals",
    mutate: (context) => {
      let waiting: { readonly response: MutantOutcome; exchange(other: MutantOutcome): void } | undefined;
      return async (request, original) => {
        const response = await original(request);
        if (!isTokenRequest(context, request)) {
          return response;
        }
        if (waiting) {
          const other = waiting;
          waiting = undefined;
          other.exchange(response);
          return other.response;
        }
        const { promise, resolve } = Promise.withResolvers<MutantOutcome>();
        const own = { response, exchange: resolve };
        waiting = own;
        const alone = sleep(PAUSE_IN_MS).then(() => {
          waiting = waiting === own ? undefined : waiting;
          return response;
        });
        return Promise.race([promise, alone]);
      };
    },
  },
];
