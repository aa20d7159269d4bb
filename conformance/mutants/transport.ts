import type { Mutant } from "./mutant.ts";
import { isTokenRequest, refusal } from "./requests.ts";

/** Defects of connections. */
export const transportMutants: readonly Mutant[] = [
  {
    title: "a connection with a refusal is good for nothing more",
    caughtBy: "transport/after-a-refusal",
    breaking: () => {
      const spoiled = new WeakSet<object>();
      return async (request, sound) => {
        if (spoiled.has(request.connection)) {
          return refusal(400);
        }
        const answer = await sound(request);
        if (answer.status >= 400) {
          spoiled.add(request.connection);
        }
        return answer;
      };
    },
  },
  {
    title: "after a refusal the next request on the connection is not answered",
    caughtBy: "transport/after-a-refusal",
    breaking: (surroundings) => {
      const spoiled = new WeakSet<object>();
      return async (request, sound) => {
        if (spoiled.has(request.connection)) {
          return "reset";
        }
        const answer = await sound(request);
        if (answer.status >= 400 && isTokenRequest(surroundings, request)) {
          spoiled.add(request.connection);
        }
        return answer;
      };
    },
  },
  {
    title: "on one connection, everything is answered as the first request",
    caughtBy: "transport/no-mix-up",
    breaking: () => {
      const first = new WeakMap<
        object,
        Awaited<ReturnType<NonNullable<ReturnType<NonNullable<Mutant["breaking"]>>>>>
      >();
      return async (request, sound) => {
        const answer = first.get(request.connection) ?? (await sound(request));
        first.set(request.connection, answer);
        return answer;
      };
    },
  },
  { title: "old versions of TLS are taken", caughtBy: "transport/tls-version", tls: "old-versions" },
  { title: "nobody vouches for the certificate", caughtBy: "transport/certificate", tls: "unknown-authority" },
  { title: "plain http is served where TLS is expected", caughtBy: "transport/plain-http", tls: "plain" },
];
