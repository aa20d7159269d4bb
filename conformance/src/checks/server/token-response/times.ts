import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectThat } from "../../findings.ts";
import { memberPointer } from "../../pointers.ts";
import { dateOf } from "../header-fields.ts";
import { canMoveClock, later } from "../server-clock.ts";

type MemberName = keyof TokenResponse;

const EXPIRES_IN: MemberName = "expires_in";
const ISSUED_AT: MemberName = "issued_at";

const SECOND_IN_MS = 1_000;
const MINUTE_IN_MS = 60_000;
const HOUR_IN_MS = 3_600_000;
const DAY_IN_S = 86_400;
/** A longer lifetime is probably not in seconds: in ms, an hour would be 41 days. */
const LONGEST_LIFETIME_IN_S = 31 * DAY_IN_S;
/** How far the clock that issues tokens may differ from the one that writes Date. */
const TOLERANCE_IN_MS = 900_000;
/** US Central time is 6 hours behind UTC in winter and 5 in summer. A server may also apply the offset in reverse. */
const CENTRAL_OFFSETS_IN_HOURS = [6, 5, -6, -5];
/** How far ahead of the response such a clock may be; negative, as an age. */
const FURTHEST_AHEAD_IN_MS = -Math.max(...CENTRAL_OFFSETS_IN_HOURS) * HOUR_IN_MS - TOLERANCE_IN_MS;
/** Long enough for a lifetime in seconds to shrink visibly. */
const PAUSE_IN_MS = 2_000;

/** What the times in the token response mean. */
export function tokenTimeChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "token-response/lifetime",
      title: `The member ${EXPIRES_IN} of the token response is at least 1 second`,
      requirement: memberPointer(contract, EXPIRES_IN),
      requests: 0,
      async run(context) {
        const token = await context.sharedToken("json");
        const seconds = readNumber(token, EXPIRES_IN);
        return expectThat(seconds >= 1, `${EXPIRES_IN} of at least 1`, token, `${EXPIRES_IN}: ${seconds}`);
      },
    },
    {
      id: "token-response/short-lived",
      title: `The member ${EXPIRES_IN} of the token response is at most ${LONGEST_LIFETIME_IN_S / DAY_IN_S} days`,
      requirement: "rfc6750#5.3",
      requests: 0,
      async run(context) {
        const token = await context.sharedToken("json");
        const seconds = readNumber(token, EXPIRES_IN);
        const isShort = seconds <= LONGEST_LIFETIME_IN_S;
        return expectThat(
          isShort,
          `${EXPIRES_IN} of at most ${LONGEST_LIFETIME_IN_S}`,
          token,
          `${EXPIRES_IN}: ${seconds}`,
        );
      },
    },
    {
      id: "token-response/lifetime-remaining",
      title: `When the token endpoint repeats an access token, ${EXPIRES_IN} is its remaining lifetime`,
      requirement: memberPointer(contract, EXPIRES_IN),
      needs: ["tokens"],
      requests: 2,
      async run(context) {
        const first = await context.requestToken("json");
        const second = await later(context, PAUSE_IN_MS, () => context.requestToken("json"));
        if (first.accessToken !== second.accessToken) {
          context.note("Each token request returns a new access token.");
          return [];
        }
        if (readNumber(second, ISSUED_AT) - readNumber(first, ISSUED_AT) >= PAUSE_IN_MS / 2) {
          context.note("Each token request renews the access token of the application.");
          return [];
        }
        context.note("The token endpoint repeats an access token until it expires.");
        const most = readNumber(first, EXPIRES_IN) - PAUSE_IN_MS / SECOND_IN_MS + 1;
        const seconds = readNumber(second, EXPIRES_IN);
        return expectThat(seconds <= most, `${EXPIRES_IN} of at most ${most}`, second, `${EXPIRES_IN}: ${seconds}`);
      },
    },
    {
      id: "token-response/time-of-issue",
      title: `The member ${ISSUED_AT} of the token response is the time at which the token was issued, in UTC or US Central time`,
      requirement: memberPointer(contract, ISSUED_AT),
      requests: 2,
      run: inspectTimeOfIssue,
    },
  ];
}

/** A new access token was issued now. One that the server repeats was issued before, and not in the future. */
async function inspectTimeOfIssue(context: CheckContext): Promise<readonly Finding[]> {
  const first = await context.requestToken("json");
  const token = await context.requestToken("json");
  const isRepeated = first.accessToken === token.accessToken;
  const now = canMoveClock(context) ? await context.control.now() : timeOfResponse(token);
  const behind = now - readNumber(token, ISSUED_AT);
  const offset = [0, ...CENTRAL_OFFSETS_IN_HOURS].find(
    (hours) => Math.abs(behind - hours * HOUR_IN_MS) <= TOLERANCE_IN_MS,
  );
  if (isRepeated) {
    context.note("The token endpoint repeats an access token until it expires.");
  } else if (offset !== undefined) {
    context.note(offset === 0 ? `${ISSUED_AT} is in UTC.` : `${ISSUED_AT} is ${describeOffset(offset)} UTC.`);
  }
  const isEarlier = behind >= FURTHEST_AHEAD_IN_MS && behind <= LONGEST_LIFETIME_IN_S * SECOND_IN_MS;
  return expectThat(
    offset !== undefined || (isRepeated && isEarlier),
    `${ISSUED_AT} within ${TOLERANCE_IN_MS / MINUTE_IN_MS} minutes of the response, in UTC or US Central time`,
    token,
    `${Math.round(behind / SECOND_IN_MS)} s before the response`,
  );
}

/**
 * Reads a number, whether the server sent it as a string or as a number; another check inspects its type.
 *
 * @throws {NotApplicable} if the value is not a number
 */
function readNumber({ members }: IssuedToken, name: MemberName): number {
  const value = members[name];
  if (!/^-?\d+(?:\.\d+)?$/.test(String(value))) {
    throw new NotApplicable(`${name} is not a number: see token-response/${name}`);
  }
  return Number(value);
}

/** By the clock of the server, if it sends the time. */
function timeOfResponse({ response }: IssuedToken): number {
  const date = dateOf(response);
  return Number.isNaN(date) ? Date.now() : date;
}

function describeOffset(hours: number): string {
  return hours > 0 ? `${hours} hours behind` : `${-hours} hours ahead of`;
}
