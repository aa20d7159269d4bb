import { FLOW_LABELS, FLOW_NAMES } from "../../src/flow.ts";
import type { Mutant } from "../mutant.ts";
import { accessTokenOf, authorizationOf, isCall, unauthorized } from "../operators/bearer.ts";
import { emptyResponse, intercept, mutateResponse, withHeaders } from "../operators/response.ts";
import { flowOf } from "../operators/token-request.ts";
import { isTokenResponse, membersOf } from "../operators/token-response.ts";

/** Calls with a valid access token that the resource server rejects, or responds to with another media type. */
export const acceptedCallMutants: readonly Mutant[] = [
  ...FLOW_NAMES.map(
    (flow): Mutant => ({
      title: `The resource server rejects access tokens from the ${FLOW_LABELS[flow]} flow`,
      killedBy: `bearer/${flow}`,
      ...(flow === "json" && { notedBy: ["bearer/post"] }),
      mutate: (context) => {
        const accessTokens = new Set<string>();
        return async (request, original) => {
          if (accessTokens.has(accessTokenOf(request))) {
            return unauthorized;
          }
          const response = await original(request);
          if (isTokenResponse(context, request, response) && flowOf(context, request) === flow) {
            accessTokens.add(membersOf(response).access_token);
          }
          return response;
        };
      },
    }),
  ),
  {
    title: "The resource server rejects GET",
    killedBy: "bearer/get",
    mutate: intercept((request, context) => isCall(context, request) && request.method === "GET", emptyResponse(401)),
  },
  {
    title: "The resource server responds with 400 to GET with a body",
    killedBy: "bearer/get",
    mutate: intercept(
      (request, context) => isCall(context, request) && request.method === "GET" && request.body.length > 0,
      emptyResponse(400),
    ),
  },
  {
    title: "The resource server responds with HTML",
    killedBy: "bearer/response-media-type",
    mutate: mutateResponse((response, context, request) =>
      isCall(context, request) && response.status === 200
        ? withHeaders(response, { "content-type": "text/html" })
        : response,
    ),
  },
  {
    title: "The resource server accepts each access token once",
    killedBy: "bearer/twice",
    mutate: (context) => {
      const used = new Set<string>();
      return async (request, original) => {
        const accessToken = accessTokenOf(request);
        if (!isCall(context, request) || accessToken === "") {
          return original(request);
        }
        const isUsed = used.has(accessToken);
        used.add(accessToken);
        return isUsed ? unauthorized : original(request);
      };
    },
  },
  {
    title: "A new access token revokes the one before",
    killedBy: "bearer/older-token",
    mutate: (context) => {
      let previous = "";
      return async (request, original) => {
        const response = await original(request);
        if (isTokenResponse(context, request, response)) {
          context.emulator.tokens.revoke(previous);
          previous = membersOf(response).access_token;
        }
        return response;
      };
    },
  },
  {
    title: "The resource server rejects the scheme in lower case",
    killedBy: "bearer/scheme-case",
    mutate: intercept(
      (request, context) => isCall(context, request) && authorizationOf(request).startsWith("bearer "),
      emptyResponse(401),
    ),
  },
];
