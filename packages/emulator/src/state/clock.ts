import { EmulatorError } from "../emulator-error.ts";

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
      assertFinite("advance", ms);
      offset += ms;
    },
    set(time) {
      assertFinite("set", time);
      offset = time - read();
    },
    reset() {
      offset = 0;
    },
  };
}

function assertFinite(method: string, value: number): void {
  if (!Number.isFinite(value)) {
    throw new EmulatorError("invalid_argument", `clock.${method} takes a number of ms, not ${String(value)}.`);
  }
}
