import type { Exchange } from "./recording-fetch.ts";

/** How far the clock of this machine is from the server's. */
export interface ClockDifference {
  /** How far the clock of this machine is ahead, in ms; negative if it is behind. */
  readonly ahead: number;
  /** How far `ahead` can be from the truth, in ms. */
  readonly uncertainty: number;
}

/** The `Date` field has no fractions of a second (RFC 9110, section 6.6.1). */
const DATE_RESOLUTION_IN_MS = 1_000;

/** Estimates the difference, as NTP does: the server wrote its time halfway between the request and the response. */
export function clockDifference({ sentAt, receivedAt, serverTime }: Exchange): ClockDifference | undefined {
  return serverTime === undefined
    ? undefined
    : {
        ahead: Math.round((sentAt + receivedAt) / 2 - (serverTime + DATE_RESOLUTION_IN_MS / 2)),
        uncertainty: Math.round((DATE_RESOLUTION_IN_MS + receivedAt - sentAt) / 2),
      };
}
