import type { Clock } from "../http/clock.ts";
import type { StoredToken } from "../store/token-store.ts";

/** An access token and its life, counted by the local clock from before its request was sent. Times in ms. */
export interface AccessToken {
  readonly value: string;
  /** When its request was sent, by the time of day and by the clock that never goes back. */
  readonly requestedAt: number;
  readonly requestedAtElapsed: number;
  /** From then on. */
  readonly lifetime: number;
}

const MS_PER_S = 1000;
const LONGEST_LIFETIME_IN_MS = 24 * 60 * 60 * MS_PER_S;

/** A request under way takes time too: a token is not sent in the last moments of its life. */
const MARGIN_IN_MS = 10 * MS_PER_S;
const MARGIN_AS_PART_OF_LIFETIME = 0.05;

/** However far ahead a refresh is wanted, a token serves nine tenths of its life. */
const REFRESH_AHEAD_AS_PART_OF_LIFETIME = 0.1;

/** Digits, perhaps with a fraction: what `Number` also takes for one, such as "" or "0x10", is none. */
const SECONDS = /^\s*\d+(?:\.\d+)?\s*$/;

/** RFC 6750, section 2.1, less strict: any visible ASCII, so that nothing can break out of the header. */
export function isSendable(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]+$/.test(value);
}

/**
 * A lifetime in ms from `expires_in`, which is a string of seconds in MicroBilt's answer and a number in others'.
 * Absent, negative or not a number is 0: the token is used by those who wait for it, and not kept. More than a day is
 * a day.
 */
export function lifetimeFrom(expiresIn: unknown): number {
  const isReadable = typeof expiresIn === "number" ? expiresIn >= 0 : SECONDS.test(String(expiresIn));
  return isReadable ? Math.min(Number(expiresIn) * MS_PER_S, LONGEST_LIFETIME_IN_MS) : 0;
}

/**
 * How old a token is: by the time of day, which counts on while the machine sleeps, or by the clock that never goes
 * back, whichever says more. A time of day before the request was sent means that the clock was set back: no one knows.
 */
function ageOf({ requestedAt, requestedAtElapsed }: AccessToken, clock: Clock): number {
  const byTimeOfDay = clock.now() - requestedAt;
  return byTimeOfDay < 0 ? Number.POSITIVE_INFINITY : Math.max(byTimeOfDay, clock.elapsed() - requestedAtElapsed);
}

/** How long the token can still be sent, in ms; 0 or less when it cannot. */
export function timeLeft(token: AccessToken, clock: Clock): number {
  return token.lifetime - Math.min(MARGIN_IN_MS, token.lifetime * MARGIN_AS_PART_OF_LIFETIME) - ageOf(token, clock);
}

/**
 * How long before the token can no longer be sent it is due for a refresh, in ms. It shrinks with the lifetime, so that a
 * server that hands the same token back, with what is left of its life, is asked a few times more and not in a loop.
 */
export function refreshWindow({ lifetime }: AccessToken, refreshAhead: number): number {
  return Math.min(refreshAhead, lifetime * REFRESH_AHEAD_AS_PART_OF_LIFETIME);
}

export function toStored({ value, requestedAt, lifetime }: AccessToken): StoredToken {
  return { accessToken: value, requestedAt, lifetime };
}

/** A token from a store; undefined when what stands there is none. */
export function fromStored(stored: unknown, now: number, elapsed: number): AccessToken | undefined {
  const { accessToken, requestedAt, lifetime } = Object(stored) as Partial<StoredToken>;
  if (!isSendable(accessToken) || !Number.isFinite(requestedAt) || !Number.isFinite(lifetime)) {
    return undefined;
  }
  const sentAt = requestedAt as number;
  return {
    value: accessToken,
    requestedAt: sentAt,
    requestedAtElapsed: elapsed - (now - sentAt),
    lifetime: lifetime as number,
  };
}
