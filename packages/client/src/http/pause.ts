import type { Clock } from "./clock.ts";
import { exponentialDelay } from "./retry.ts";

const FIRST_IN_MS = 1_000;
const LONGEST_IN_MS = 60_000;

/** A time during which the client does not repeat something that failed. It doubles with each failure in a row, up to a minute. */
export interface Pause {
  /** Returns how long the pause still lasts, in ms; 0 when it is over. */
  left(): number;
  /** Starts a pause that is twice as long as the previous one. */
  start(): void;
  /** Ends the pause. The next one is short again. */
  end(): void;
}

export function createPause(clock: Clock): Pause {
  let failures = 0;
  let until = 0;
  return {
    left: () => (failures ? Math.max(0, until - clock.elapsed()) : 0),
    start() {
      failures += 1;
      until = clock.elapsed() + exponentialDelay(FIRST_IN_MS, LONGEST_IN_MS, failures);
    },
    end() {
      failures = 0;
    },
  };
}
