import type { RetryPolicy } from "../target.ts";
import type { WireResponse } from "./exchange.ts";

/** The statuses of a server that is busy (RFC 6585, section 4; RFC 9110, section 15.6.4). */
const BUSY = [429, 503];

/** Decides whether, and after which time, a run sends a request again to a server that is busy. */
export interface Retries {
  /**
   * Decides about one response.
   *
   * @param attempt how often the request has been sent again
   * @returns the time to wait, in ms; undefined if the request is not to be sent again
   */
  delay(response: WireResponse, attempt: number): number | undefined;
}

/** Creates what a run shares: it waits no longer than the policy allows in total. */
export function createRetries({ attempts, delay, longestDelay, totalDelay }: RetryPolicy): Retries {
  let waited = 0;
  return {
    delay({ status, headers }, attempt) {
      if (!BUSY.includes(status) || attempt >= attempts) {
        return undefined;
      }
      const wait = retryAfter(headers["retry-after"], Date.now()) ?? delay * 2 ** attempt;
      if (wait > longestDelay || waited + wait > totalDelay) {
        return undefined;
      }
      waited += wait;
      return wait;
    },
  };
}

/**
 * Reads Retry-After, a number of seconds or a date (RFC 9110, section 10.2.3).
 *
 * @returns the time to wait, in ms; undefined without a valid value
 */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value !== undefined && /^\d+$/.test(value)) {
    return Number(value) * 1_000;
  }
  const date = Date.parse(value ?? "");
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
