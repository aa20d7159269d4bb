import type { Clock } from "../../src/index.ts";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Advances both times. Timers fire in order, and what they start continues before the next one fires. */
  advance(ms: number): Promise<void>;
  /** Moves only the time of day, as setting the system clock does. */
  shiftTimeOfDay(ms: number): void;
  /** How many timers are pending. */
  readonly timers: number;
}

export function createManualClock(): ManualClock {
  let elapsed = 5_000;
  let timeOfDay = 1_800_000_000_000;
  const timers = new Set<Timer>();

  return {
    now: () => timeOfDay,
    elapsed: () => elapsed,
    setTimeout(callback, delay) {
      const timer = { at: elapsed + delay, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = elapsed + ms;
      await settle();
      for (let next = earliest(end); next; next = earliest(end)) {
        timers.delete(next);
        timeOfDay += next.at - elapsed;
        elapsed = next.at;
        next.callback();
        await settle();
      }
      timeOfDay += end - elapsed;
      elapsed = end;
      await settle();
    },
    shiftTimeOfDay(ms) {
      timeOfDay += ms;
    },
    get timers() {
      return timers.size;
    },
  };

  function earliest(end: number): Timer | undefined {
    return [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Lets everything continue that waits for no timer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** Lets everything continue until a condition holds. Throws an error if it never does. */
export async function settleUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await condition()) {
      return;
    }
    await settle();
  }
  throw new Error("The condition was never met.");
}
