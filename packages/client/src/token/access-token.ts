import { MicrobiltError } from "../errors.ts";
import type { Clock } from "../http/clock.ts";

/** An access token, and for how long it is valid by the local clock. */
export interface AccessToken {
  readonly accessToken: string;
  /** When the token was requested, by the time of day, in ms since 1970 (`clock.now`). */
  readonly requestedAt: number;
  /** When the token was requested, by the clock that never goes back, in ms (`clock.elapsed`). */
  readonly requestedAtElapsed: number;
  /** How long the token is valid, in ms, counted from the request. */
  readonly lifetime: number;
}

const MS_PER_S = 1000;
/** Longer than any access token is valid. */
export const MAX_LIFETIME_IN_MS: number = 24 * 60 * 60 * MS_PER_S;

/** A request takes time to arrive, so a token is not sent in its last moments. */
const EXPIRY_MARGIN_IN_MS = 10 * MS_PER_S;
const MAX_EXPIRY_MARGIN_RATIO = 0.05;

/** Decimal digits. `Number` would also accept "" and "0x10". */
const SECONDS = /^\s*\d+(?:\.\d+)?\s*$/;

/**
 * Returns whether a header can carry an access token: visible ASCII, which cannot end the
 * header. RFC 6750, section 2.1, allows fewer characters.
 */
export function isHeaderSafe(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]+$/.test(value);
}

/**
 * Reads `expires_in`, which MicroBilt sends as a string and RFC 6749 requires to be a number. Returns a lifetime in ms, at
 * most a day; 0 for a value that is missing, negative or not a number, so that the token is not cached.
 */
export function readLifetime(expiresIn: unknown): number {
  const isValid = typeof expiresIn === "number" ? expiresIn >= 0 : SECONDS.test(String(expiresIn));
  return isValid ? Math.min(Number(expiresIn) * MS_PER_S, MAX_LIFETIME_IN_MS) : 0;
}

/** Returns for how long the token can still be sent, in ms; 0 or less when it cannot. */
export function timeLeft({ lifetime, requestedAt, requestedAtElapsed }: AccessToken, clock: Clock): number {
  const age = clock.now() - requestedAt;
  // The time of day goes on while the machine sleeps; the other clock may not. The greater age is right, unless the time
  // of day was set back: then the age is unknown.
  return age < 0
    ? 0
    : lifetime -
        Math.min(EXPIRY_MARGIN_IN_MS, lifetime * MAX_EXPIRY_MARGIN_RATIO) -
        Math.max(age, clock.elapsed() - requestedAtElapsed);
}

/** A token takes this long to arrive at most, and to be rejected. */
const MAX_AGE_OF_NEW_TOKEN_IN_MS = 30 * MS_PER_S;

/** Returns whether a token has just been requested, so that its rejection has another cause than its end. */
export function isNew({ requestedAtElapsed }: AccessToken, clock: Clock): boolean {
  return clock.elapsed() - requestedAtElapsed < MAX_AGE_OF_NEW_TOKEN_IN_MS;
}

/**
 * Asserts that a new token can be given to the callers who wait for it: that it has no lifetime, or has not expired.
 *
 * @throws {MicrobiltError} `token_expired`
 */
export function assertNotExpired({ lifetime, requestedAtElapsed }: AccessToken, clock: Clock): void {
  if (lifetime > 0 && clock.elapsed() - requestedAtElapsed >= lifetime) {
    throw new MicrobiltError("token_expired", "The access token expired before it could be used");
  }
}
