import type { Mutant, MutantResponse } from "../mutant.ts";
import { emptyResponse } from "../operators/response.ts";
import { isTokenRequest } from "../operators/token-request.ts";

/** Connections that cannot be reused, and connections without protection. */
export const connectionMutants: readonly Mutant[] = [
  {
    title: "The server rejects every request after a rejection on the same connection",
    killedBy: "transport/after-a-refusal",
    mutate: () => {
      const blocked = new WeakSet<object>();
      return async (request, original) => {
        if (blocked.has(request.connection)) {
          return emptyResponse(400);
        }
        const response = await original(request);
        if (response.status >= 400) {
          blocked.add(request.connection);
        }
        return response;
      };
    },
  },
  {
    title: "The server resets the connection on the request that follows a rejected token request",
    killedBy: "transport/after-a-refusal",
    mutate: (context) => {
      const blocked = new WeakSet<object>();
      return async (request, original) => {
        if (blocked.has(request.connection)) {
          return "reset";
        }
        const response = await original(request);
        if (response.status >= 400 && isTokenRequest(context, request)) {
          blocked.add(request.connection);
        }
        return response;
      };
    },
  },
  {
    title: "The server sends the first response on a connection to every request",
    killedBy: "transport/response-association",
    mutate: () => {
      const firstResponses = new WeakMap<object, MutantResponse>();
      return async (request, original) => {
        const response = firstResponses.get(request.connection) ?? (await original(request));
        firstResponses.set(request.connection, response);
        return response;
      };
    },
  },
  { title: "The server accepts TLS 1.0 and 1.1", killedBy: "transport/tls-version", tls: "old-versions" },
  {
    title: "The server's certificate is from an unknown authority",
    killedBy: "transport/certificate",
    tls: "unknown-authority",
  },
  { title: "The server speaks plain http on its https port", killedBy: "transport/plain-http", tls: "plain" },
];
