import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectStatus, expectThat } from "../../findings.ts";
import { memberPointer } from "../../pointers.ts";
import { canMoveClock, later } from "../later.ts";
import { bearer, call, expectAccepted, expectRejected } from "./calls.ts";

const EXPIRES_IN: keyof TokenResponse = "expires_in";
const SECOND_IN_MS = 1_000;
/** The longest lifetime that a check waits for if it cannot move the clock. */
const LONGEST_WAIT_IN_S = 10;

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
        const token = await context.requestToken("json");
        const exchange = await beforeExpiry(context, token, 1, () => call(context, bearer(context, token.accessToken)));
        return expectAccepted(context, exchange);
      },
    },
    {
      id: "bearer/expired",
      title: `The resource server rejects an access token after ${EXPIRES_IN} seconds`,
      requirement: lifetime,
      needs: ["resource", "tokens"],
      requests: 2,
      run: async (context) => expectRejected(context, await callWithExpiredToken(context)),
    },
    {
      id: "bearer/expired-status",
      title: "The resource server responds with 401 to an expired access token",
      requirement: "rfc6750#3.1",
      needs: ["resource", "tokens"],
      requests: 2,
      run: async (context) => expectStatus([401], await callWithExpiredToken(context)),
    },
    {
      id: "bearer/another-after-expiry",
      title: "After an access token has expired, the token endpoint issues another that the resource server accepts",
      requirement: memberPointer(contract, "access_token"),
      needs: ["resource", "tokens"],
      requests: 3,
      async run(context) {
        const expired = await context.requestToken("json");
        return beforeExpiry(context, expired, -1, async () => {
          const next = await context.requestToken("json");
          const isNew = next.accessToken !== expired.accessToken;
          return [
            ...expectThat(isNew, "another access token", next, "the expired access token again"),
            ...expectAccepted(context, await call(context, bearer(context, next.accessToken))),
          ];
        });
      },
    },
  ];
}

async function callWithExpiredToken(context: CheckContext): Promise<Exchange> {
  const token = await context.requestToken("json");
  return beforeExpiry(context, token, -1, () => call(context, bearer(context, token.accessToken)));
}

/**
 * Performs an action a number of seconds before an access token expires; a negative number is after.
 *
 * @throws {NotApplicable} if the lifetime is unknown, or too long to wait for
 */
function beforeExpiry<T>(
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
  return later(context, Math.max(0, lifetime - seconds) * SECOND_IN_MS, act);
}
