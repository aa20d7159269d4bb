import { MAX_DELAY_IN_MS } from "./clock.ts";

/**
 * Returns a delay that doubles with each failure, in ms.
 *
 * @param first the delay after the first failure, in ms
 * @param longest the maximum delay, in ms
 * @param failures how many failures there were in a row, from 1
 */
export function exponentialDelay(first: number, longest: number, failures: number): number {
  return Math.min(longest, first * 2 ** (failures - 1));
}

/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3), in ms, at most what a timer can wait. Returns undefined when it is neither
 * seconds nor a date.
 */
export function readRetryAfter(response: Response, now: number): number | undefined {
  const value = response.headers.get("retry-after") ?? "";
  const delay = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(delay) ? undefined : Math.min(Math.max(0, delay), MAX_DELAY_IN_MS);
}
