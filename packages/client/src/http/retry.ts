const FIRST_DELAY_IN_MS = 250;
const LONGEST_DELAY_IN_MS = 8_000;

/**
 * How long to wait before try `attempt + 1`, in ms: exponential with full jitter, so that many clients that failed
 * together do not come back together.
 *
 * @param random from 0 to 1
 */
export function backoff(attempt: number, random: number): number {
  return random * Math.min(LONGEST_DELAY_IN_MS, FIRST_DELAY_IN_MS * 2 ** attempt);
}

/** `Retry-After` in ms: seconds or a date (RFC 9110, section 10.2.3); undefined when it is neither. */
export function readRetryAfter(response: Response, now: number): number | undefined {
  const text = response.headers.get("retry-after")?.trim();
  if (!text) {
    return undefined;
  }
  const delay = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(delay) ? undefined : Math.max(0, delay);
}
