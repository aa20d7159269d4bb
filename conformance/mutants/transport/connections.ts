import type { Mutant, MutantRequest, MutantResponse } from "../mutant.ts";
import { accessTokenOf, isCall, withAccessToken } from "../operators/bearer.ts";
import { emptyResponse } from "../operators/response.ts";
import { isTokenRequest, validParameters, withParameters } from "../operators/token-request.ts";
import { isTokenResponse } from "../operators/token-response.ts";

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
  {
    title: "The token endpoint requires the credentials once on each connection",
    killedBy: "transport/token-requests-apart",
    mutate: (context) => {
      const known = new WeakSet<object>();
      return async (request, original) => {
        const isKnown = isTokenRequest(context, request) && known.has(request.connection);
        const response = await original(isKnown ? withParameters(context, request, validParameters(context)) : request);
        if (isTokenResponse(context, request, response)) {
          known.add(request.connection);
        }
        return response;
      };
    },
  },
  {
    title: "The token endpoint reads the body before where a token request has none",
    killedBy: "transport/token-requests-apart",
    mutate: (context) => {
      let last: MutantRequest["body"] | undefined;
      return (request, original) => {
        if (!isTokenRequest(context, request)) {
          return original(request);
        }
        const body = request.body.length === 0 ? (last ?? request.body) : request.body;
        last = body;
        return original({ ...request, body });
      };
    },
  },
  {
    title: "The resource server requires an access token once on each connection",
    killedBy: "transport/calls-apart",
    mutate: (context) => {
      const known = new WeakMap<object, string>();
      return async (request, original) => {
        const token = isCall(context, request) ? known.get(request.connection) : undefined;
        const response = await original(token === undefined ? request : withAccessToken(request, token));
        if (isCall(context, request) && response.status === 200 && token === undefined) {
          known.set(request.connection, accessTokenOf(request));
        }
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
