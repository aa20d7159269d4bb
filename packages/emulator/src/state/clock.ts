import { invalidArgument } from "../errors.ts";
import { formatValue } from "../input/validation/format-value.ts";

/** The latest time that `Date` can represent, in ms since 1970. The earliest is its negative. */
const MAX_TIME = 8.64e15;

/** The emulator's clock. It runs at the pace of the clock in the options, and tests can move it. */
export interface Clock {
  /** Returns the time, in ms since 1970. */
  now(): number;
  /**
   * Moves the clock forward, or back by a negative number.
   *
   * @param ms by how many ms
   * @throws {EmulatorError} `invalid_argument`
   */
  advance(ms: number): void;
  /**
   * Sets the clock, which keeps running.
   *
   * @param time in ms since 1970
   * @throws {EmulatorError} `invalid_argument`
   */
  set(time: number): void;
  /** Sets the clock to the time of the clock in the options. */
  reset(): void;
}

/** @param read the clock that this one is set by */
export function createClock(read: () => number): Clock {
  let offset = 0;
  return {
    now: () => read() + offset,
    advance(ms) {
      assertTime("ms", ms, read() + offset + ms);
      offset += ms;
    },
    set(time) {
      assertTime("time", time, time);
      offset = time - read();
    },
    reset() {
      offset = 0;
    },
  };
}

function assertTime(name: string, value: number, time: number): void {
  if (!Number.isFinite(value) || !(Math.abs(time) <= MAX_TIME)) {
    throw invalidArgument(
      `${name} must be a number of ms that keeps the clock in the range of Date; got ${formatValue(value)}`,
    );
  }
}
