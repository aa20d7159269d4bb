import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../src/flow.ts";
import type { Mutant, MutantContext, MutantHandler } from "../mutant.ts";
import {
  acceptingTokens,
  accessTokenOf,
  unauthorized,
  validAccessToken,
  withAccessToken,
} from "../operators/bearer.ts";
import { flowOf } from "../operators/token-request.ts";
import { isTokenResponse, membersOf } from "../operators/token-response.ts";

const MINUTE_IN_MS = 60_000;

/** Access tokens of one flow whose lifetime differs from `expires_in`, and tokens of removed applications. */
export const lifetimeMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow): Mutant[] => [
    {
      title: `Access tokens from the ${FLOW_LABELS[flow]} flow expire a minute early`,
      killedBy: "bearer/lifetimes",
      mutate: withTokensOf(
        flow,
        (context, expiresAt) => async (request, original) =>
          expiresAt - context.emulator.clock.now() < MINUTE_IN_MS ? unauthorized : original(request),
      ),
    },
    {
      title: `Access tokens from the ${FLOW_LABELS[flow]} flow expire a minute late`,
      killedBy: "bearer/lifetimes",
      mutate: withTokensOf(
        flow,
        (context, expiresAt) => async (request, original) =>
          original(
            expiresAt + MINUTE_IN_MS > context.emulator.clock.now()
              ? withAccessToken(request, validAccessToken(context))
              : request,
          ),
      ),
    },
  ]),
  {
    title: "The resource server accepts access tokens of removed applications",
    killedBy: "bearer/removed-application",
    mutate: (context) => {
      const issued = new Set<string>();
      const accepting = acceptingTokens((_, __, accessToken) => issued.has(accessToken))(context);
      return async (request, original) => {
        const response = await accepting(request, original);
        if (typeof response === "object" && isTokenResponse(context, request, response)) {
          issued.add(membersOf(response).access_token);
        }
        return response;
      };
    },
  },
];

/** Handles the calls with access tokens from a flow. */
function withTokensOf(flow: FlowName, handle: (context: MutantContext, expiresAt: number) => MutantHandler) {
  return (context: MutantContext): MutantHandler => {
    const expiries = new Map<string, number>();
    return async (request, original) => {
      const expiresAt = expiries.get(accessTokenOf(request));
      if (expiresAt !== undefined) {
        return handle(context, expiresAt)(request, original);
      }
      const response = await original(request);
      if (isTokenResponse(context, request, response) && flowOf(context, request) === flow) {
        const { access_token, expires_in } = membersOf(response);
        expiries.set(access_token, context.emulator.clock.now() + Number(expires_in) * 1_000);
      }
      return response;
    };
  };
}
