import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectStatus, expectThat } from "../../findings.ts";
import { memberPointer } from "../../pointers.ts";
import { canMoveClock, later } from "../server-clock.ts";
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
      requests: 3,
      run: async (context) => expectRejected(context, await callWithExpiredToken(context)),
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
      requests: 4,
      async run(context) {
        const expired = await context.requestToken("json");
        const requestNext = () => context.requestToken("json");
        const first = await whenExpired(context, expired, 1, requestNext);
        const isLate = first.accessToken === expired.accessToken;
        const next = isLate ? await afterLeeway(context, expired, requestNext) : first;
        const isNew = next.accessToken !== expired.accessToken;
        return [
          ...expectThat(isNew, "another access token", next, "the expired access token again"),
          ...expectAccepted(context, await call(context, bearer(context, next.accessToken))),
        ];
      },
    },
  ];
}

/** Calls the resource once a new access token has expired, and again after the leeway if it is still accepted. */
async function callWithExpiredToken(context: CheckContext): Promise<Exchange> {
  const token = await context.requestToken("json");
  const callAgain = () => call(context, bearer(context, token.accessToken));
  const exchange = await whenExpired(context, token, 1, callAgain);
  if (!isAccepted(context, exchange)) {
    return exchange;
  }
  context.note("The resource server still accepts an access token 1 second after it has expired.");
  return afterLeeway(context, token, callAgain);
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
