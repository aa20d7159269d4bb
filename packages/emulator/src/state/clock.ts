import { EmulatorError } from "../errors.ts";
import { formatValue } from "../input/validation/format-value.ts";

/** The last time that `Date` knows, in ms since 1970; the first is as far before. */
const LATEST = 8.64e15;

/** The emulator's time. It runs like the one it was made with, and can be moved. */
export interface Clock {
  /** In ms since 1970. */
  now(): number;
  /** Moves the time on by so many ms; back when negative. */
  advance(ms: number): void;
  /** Makes it this time, in ms since 1970; from then it runs on. */
  set(time: number): void;
  /** Makes it the time of the clock it was made with again. */
  reset(): void;
}

export function createClock(read: () => number): Clock {
  let offset = 0;
  return {
    now: () => read() + offset,
    advance(ms) {
      assertTime("advance", ms, read() + offset + ms);
      offset += ms;
    },
    set(time) {
      assertTime("set", time, time);
      offset = time - read();
    },
    reset() {
      offset = 0;
    },
  };
}

function assertTime(method: string, value: number, time: number): void {
  if (!Number.isFinite(value) || !(Math.abs(time) <= LATEST)) {
    throw new EmulatorError(
      "invalid_argument",
      `clock.${method} takes a number of ms that leads to a time of Date, not ${formatValue(value)}.`,
    );
  }
}
