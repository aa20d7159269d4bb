import { setTimeout as sleep } from "node:timers/promises";
import { below, type Pointer } from "@microbilt-oauth/spec";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { answerOf, expecting } from "../../findings.ts";

const SECOND_IN_MS = 1_000;
const HOUR_IN_MS = 3_600_000;
/** How far clocks, and the reading of a time, may be apart. */
const TOLERANCE_IN_MS = 300_000;
/** How US Central time is behind UTC: in winter and in summer. */
const CENTRAL_OFFSETS_IN_HOURS = [6, 5];
/** How many tokens are looked at together. */
const MANY = 64;
/** A guess succeeds with a probability of at most 2^-128 (RFC 6749, section 10.10). */
const ENOUGH_BITS = 128;
/** How long it takes to see a lifetime shrink. */
const A_WHILE_IN_MS = 2_000;

/** What the values of the answer mean: times, and a token that nobody guesses. */
export function tokenValueChecks({ contract }: Spec): Check[] {
  const { tokenResponse } = contract;
  const [issuedAt, expiresIn, accessToken] = ["issued_at", "expires_in", "access_token"] as const;
  const member = (name: string): Pointer => below(tokenResponse.pointer, "properties", name);

  return [
    {
      id: "token-response/lifetime",
      title: `${expiresIn} is more than 0 and at most a day`,
      requirement: member(expiresIn),
      requests: 0,
      async run(context) {
        const grant = await context.sharedToken("json");
        const seconds = readNumber(grant, expiresIn);
        return expecting("from 1 to 86400", seconds >= 1 && seconds <= 86_400, grant, `${expiresIn}: ${seconds}`);
      },
    },
    {
      id: "token-response/lifetime-remaining",
      title: `${expiresIn} is what remains: it is less when the same token is given again`,
      requirement: member(expiresIn),
      needs: ["tokens"],
      requests: 2,
      async run(context) {
        const first = await context.requestToken("json");
        await passTime(context, A_WHILE_IN_MS);
        const second = await context.requestToken("json");
        if (first.accessToken !== second.accessToken) {
          context.note("Asking again brings another token.");
          return [];
        }
        context.note("Asking again brings the same token.");
        const most = readNumber(first, expiresIn) - A_WHILE_IN_MS / SECOND_IN_MS + 1;
        const left = readNumber(second, expiresIn);
        return expecting(`at most ${most}`, left <= most, second, `${expiresIn}: ${left}`);
      },
    },
    {
      id: "token-response/time-of-issue",
      title: `${issuedAt} is the time of the answer, as it is or shifted by the offset of US Central time`,
      requirement: member(issuedAt),
      requests: 1,
      async run(context) {
        const grant = await context.requestToken("json");
        const now = context.target.controlUrl ? await context.control.now() : timeOf(grant);
        const behind = now - readNumber(grant, issuedAt);
        const offset = [0, ...CENTRAL_OFFSETS_IN_HOURS, ...CENTRAL_OFFSETS_IN_HOURS.map((hours) => -hours)].find(
          (hours) => Math.abs(behind - hours * HOUR_IN_MS) <= TOLERANCE_IN_MS,
        );
        if (offset !== undefined) {
          context.note(
            offset === 0
              ? `${issuedAt} is UNIX time, not shifted.`
              : `${issuedAt} is shifted by ${offset} hours: it counts in US Central time.`,
          );
        }
        const seen = `${Math.round(behind / SECOND_IN_MS)} s before the answer`;
        return expecting("within 5 minutes of the answer, but for the offset", offset !== undefined, grant, seen);
      },
    },
    {
      id: "token-response/guessing",
      title: `${MANY} access tokens are all different, and hold at least ${ENOUGH_BITS} bits nobody can guess`,
      requirement: "rfc6749#10.10",
      needs: ["burst", "tokens"],
      requests: MANY,
      async run(context) {
        const grants: IssuedToken[] = [];
        for (let count = 0; count < MANY; count++) {
          grants.push(await context.requestToken("json"));
        }
        const [last] = grants.slice(-1);
        const different = new Set(grants.map((grant) => grant.accessToken));
        if (different.size === 1) {
          throw new NotApplicable("the server gives the same token until it expires");
        }
        const bits = estimateBits([...different]);
        return [
          ...(last ? expecting(`${MANY} different`, different.size === MANY, last, `${different.size} different`) : []),
          ...(last
            ? expecting(`${ENOUGH_BITS} bits`, bits >= ENOUGH_BITS, last, `about ${Math.floor(bits)} bits`)
            : []),
        ];
      },
    },
    {
      id: "token-response/own-token",
      title: "Two applications get different access tokens",
      requirement: member(accessToken),
      needs: ["second-application", "tokens"],
      requests: 1,
      async run(context) {
        const first = await context.sharedToken("json");
        const second = await context.requestToken("json", { credentials: context.target.secondCredentials });
        return expecting("another token", first.accessToken !== second.accessToken, second, answerOf(second));
      },
    },
  ];
}

/** What a member says in digits; whether it may say it so is for another check. */
function readNumber({ members }: IssuedToken, name: string): number {
  const value = members[name];
  if (!/^-?\d+(?:\.\d+)?$/.test(String(value))) {
    throw new NotApplicable(`${name} is no number: see token-response/${name}`);
  }
  return Number(value);
}

async function passTime(context: CheckContext, ms: number): Promise<void> {
  await (context.target.controlUrl ? context.control.advanceClock(ms) : sleep(ms));
}

/** By the server's clock, if it tells, else by ours. */
function timeOf({ response }: IssuedToken): number {
  const told = Date.parse(response.headers["date"] ?? "");
  return Number.isNaN(told) ? Date.now() : told;
}

/** The characters that were seen at each place, in bits, added up: what never changes counts nothing. */
function estimateBits(tokens: readonly string[]): number {
  const length = Math.min(...tokens.map((token) => token.length));
  return Array.from({ length }, (_, place) => Math.log2(new Set(tokens.map((token) => token[place])).size)).reduce(
    (sum, bits) => sum + bits,
    0,
  );
}
