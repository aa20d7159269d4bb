import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_NAMES } from "../../../flow.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { type IssuedToken, readIssuedToken } from "../../../wire/issued-token.ts";
import { expectStatus, expectThat, expectToken } from "../../findings.ts";
import { memberPointer } from "../../pointers.ts";
import { canMoveClock, later } from "../server-clock.ts";
import { sendTokenRequest } from "../token-requests.ts";
import { bearer, call, expectAccepted, expectRejected, isAccepted } from "./calls.ts";

const EXPIRES_IN: keyof TokenResponse = "expires_in";
const SECOND_IN_MS = 1_000;
/** The longest lifetime that a check waits for if it cannot move the clock. */
const LONGEST_WAIT_IN_S = 10;
/** How long before its expiry a token is used if the clock can be moved: a busy machine must not matter. */
const EARLY_IN_S = 10;
/** How long after its expiry a server may still accept a token, because clocks differ. */
const LEEWAY_IN_S = 30;

/** Calls with an access token that is about to expire or has expired. */
export function expiryChecks({ contract }: Spec): Check[] {
  const lifetime = memberPointer(contract, EXPIRES_IN);
  return [
    {
      id: "bearer/until-it-expires",
      title: `The resource server accepts an access token until ${EXPIRES_IN} seconds have passed`,
      requirement: lifetime,
      needs: ["resource", "tokens"],
      requests: 2,
      async run(context) {
        const start = performance.now();
        const token = await context.requestToken("json");
        // The lifetime may count from the request, and the call takes about as long again.
        const taken = Math.ceil((2 * (performance.now() - start)) / SECOND_IN_MS);
        const margin = canMoveClock(context) ? EARLY_IN_S : 1 + taken;
        const exchange = await whenExpired(context, token, -margin, () =>
          call(context, bearer(context, token.accessToken)),
        );
        return expectAccepted(context, exchange);
      },
    },
    {
      id: "bearer/expired",
      title: `The resource server rejects an access token after ${EXPIRES_IN} seconds`,
      requirement: lifetime,
      needs: ["resource", "tokens"],
      baseline: "call",
      requests: 5 * FLOW_NAMES.length,
      run: rejectExpiredTokens,
    },
    {
      id: "bearer/expired-status",
      title: "The resource server responds with 401 to an expired access token",
      requirement: "rfc6750#3.1",
      needs: ["resource", "tokens"],
      baseline: "call",
      requests: 3,
      run: async (context) => expectStatus([401], await callWithExpiredToken(context)),
    },
    {
      id: "bearer/another-after-expiry",
      title: "After an access token has expired, the token endpoint issues another that the resource server accepts",
      requirement: memberPointer(contract, "access_token"),
      needs: ["resource", "tokens"],
      requests: 5,
      run: requestAfterExpiry,
    },
  ];
}

/** Calls the resource with access tokens of both flows once they have expired, and again after the leeway if need be. */
async function rejectExpiredTokens(context: CheckContext): Promise<readonly Finding[]> {
  const tokens: IssuedToken[] = [];
  for (const flow of FLOW_NAMES) {
    tokens.push(await context.requestToken(flow));
  }
  const last = tokens.reduce((a, b) => (Number(b.members.expires_in) > Number(a.members.expires_in) ? b : a));
  const callTwice = async () => {
    const exchanges: Exchange[] = [];
    for (const { accessToken } of [...tokens, ...tokens]) {
      // A rejection must not make the server forget that the token has expired, so each is used again.
      exchanges.push(await call(context, bearer(context, accessToken)));
    }
    return exchanges;
  };
  const exchanges = await whenExpired(context, last, 1, callTwice);
  const isLate = exchanges.some((exchange) => isAccepted(context, exchange));
  return (isLate ? await noteAndWait(context, last, callTwice) : exchanges).flatMap((exchange) =>
    expectRejected(context, exchange),
  );
}

/** Calls the resource once a new access token has expired, and again after the leeway if it is still accepted. */
async function callWithExpiredToken(context: CheckContext): Promise<Exchange> {
  const token = await context.requestToken("json");
  const callAgain = () => call(context, bearer(context, token.accessToken));
  const exchange = await whenExpired(context, token, 1, callAgain);
  return isAccepted(context, exchange) ? noteAndWait(context, token, callAgain) : exchange;
}

function noteAndWait<T>(context: CheckContext, token: IssuedToken, act: () => Promise<T>): Promise<T> {
  context.note("The resource server still accepts an access token 1 second after it has expired.");
  return afterLeeway(context, token, act);
}

/** Requests another access token once one has expired, and again after the leeway if the server repeats it till then. */
async function requestAfterExpiry(context: CheckContext): Promise<readonly Finding[]> {
  const expired = await context.requestToken("json");
  const useNext = () => requestAndUse(context);
  const first = await whenExpired(context, expired, 1, useNext);
  const isInLeeway = first.token?.accessToken === expired.accessToken && first.findings.length === 0;
  const { token, findings } = isInLeeway ? await afterLeeway(context, expired, useNext) : first;
  const isRepeated = token?.accessToken === expired.accessToken;
  return isRepeated ? expectThat(false, "another access token", token, "the expired access token again") : findings;
}

/** Requests an access token and calls the resource with it. */
async function requestAndUse(
  context: CheckContext,
): Promise<{ readonly token?: IssuedToken; readonly findings: readonly Finding[] }> {
  const exchange = await sendTokenRequest(context, "json");
  const token = readIssuedToken(exchange);
  return token
    ? { token, findings: expectAccepted(context, await call(context, bearer(context, token.accessToken))) }
    : { findings: expectToken(exchange) };
}

/** Performs an action after the leeway of a token that has just expired. */
function afterLeeway<T>(context: CheckContext, token: IssuedToken, act: () => Promise<T>): Promise<T> {
  return canMoveClock(context)
    ? whenExpired(context, token, LEEWAY_IN_S + 1, act)
    : later(context, LEEWAY_IN_S * SECOND_IN_MS, act);
}

/**
 * Performs an action a number of seconds after an access token expires; a negative number is before.
 *
 * @throws {NotApplicable} if the lifetime is unknown, or too long to wait for
 */
function whenExpired<T>(
  context: CheckContext,
  { members }: IssuedToken,
  seconds: number,
  act: () => Promise<T>,
): Promise<T> {
  const lifetime = Number(members.expires_in);
  if (!Number.isFinite(lifetime)) {
    throw new NotApplicable(`${EXPIRES_IN} is not a number: see token-response/${EXPIRES_IN}`);
  }
  if (!canMoveClock(context) && lifetime > LONGEST_WAIT_IN_S) {
    throw new NotApplicable(`access tokens live ${lifetime} s, and the clock of the server cannot be moved`);
  }
  return later(context, Math.max(0, lifetime + seconds) * SECOND_IN_MS, act);
}
