import type { Mutant } from "../mutant.ts";
import { acceptingTokens, accessTokenOf, unauthorized } from "../operators/bearer.ts";
import { flowOf, isTokenRequest } from "../operators/token-request.ts";
import { isTokenResponse, membersOf, withMembers } from "../operators/token-response.ts";

/** How long before its expiry a token is rejected. */
const EARLY_IN_MS = 60_000;

/** Access tokens that expire too early, too late or not at all. */
export const expiryMutants: readonly Mutant[] = [
  {
    title: "Access tokens expire a minute early",
    killedBy: "bearer/until-it-expires",
    mutate:
      ({ emulator: { tokens, clock } }) =>
      async (request, original) => {
        const token = tokens.find(accessTokenOf(request));
        return token && token.expiresAt - clock.now() < EARLY_IN_MS ? unauthorized : original(request);
      },
  },
  {
    title: "Access tokens never expire",
    killedBy: "bearer/expired",
    mutate: acceptingTokens((token) => token?.state === "expired"),
  },
  {
    title: "Access tokens from the form flow never expire",
    killedBy: "bearer/expired",
    mutate: (context) => {
      const tokens = new Set<string>();
      const accepting = acceptingTokens((_, __, accessToken) => tokens.has(accessToken))(context);
      return async (request, original) => {
        const response = await accepting(request, original);
        const isForm = flowOf(context, request) === "form";
        if (isForm && typeof response === "object" && isTokenResponse(context, request, response)) {
          tokens.add(membersOf(response).access_token);
        }
        return response;
      };
    },
  },
  {
    title: "The resource server accepts an expired access token that it has rejected once",
    killedBy: "bearer/expired",
    mutate: (context) => {
      const rejected = new Set<string>();
      const accepting = acceptingTokens((_, __, accessToken) => rejected.has(accessToken))(context);
      return (request, original) => {
        const outcome = accepting(request, original);
        const accessToken = accessTokenOf(request);
        if (context.emulator.tokens.find(accessToken)?.state === "expired") {
          rejected.add(accessToken);
        }
        return outcome;
      };
    },
  },
  {
    title: "The token endpoint rejects token requests once an access token has expired",
    killedBy: "bearer/another-after-expiry",
    mutate: (context) => {
      let first: string | undefined;
      return async (request, original) => {
        if (
          first !== undefined &&
          isTokenRequest(context, request) &&
          context.emulator.tokens.find(first)?.state === "expired"
        ) {
          return unauthorized;
        }
        const response = await original(request);
        first ??= isTokenResponse(context, request, response) ? membersOf(response).access_token : undefined;
        return response;
      };
    },
  },
  {
    title: "The resource server responds with 500 to an expired access token",
    killedBy: "bearer/expired-status",
    emulator: { statuses: { ExpiredAccessToken: 500 } },
  },
  {
    title: "The token endpoint repeats an access token that has expired",
    killedBy: "bearer/another-after-expiry",
    mutate: (context) => {
      let first: string | undefined;
      return async (request, original) => {
        const response = await original(request);
        if (!isTokenResponse(context, request, response)) {
          return response;
        }
        const members = membersOf(response);
        const token = first === undefined ? undefined : context.emulator.tokens.find(first);
        first = first !== undefined && token?.state === "expired" ? first : members.access_token;
        return withMembers(response, { access_token: first });
      };
    },
  },
];
