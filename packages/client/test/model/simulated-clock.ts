import type { Clock } from "../../src/index.ts";

/** A clock that a simulation moves. */
export interface SimulatedClock extends Clock {
  /** Advances both times. Timers fire in order, and what they start continues before the next one fires. */
  advance(ms: number): Promise<void>;
  /** Moves only the time of day, as setting the system clock does. */
  shiftTimeOfDay(ms: number): void;
  /** Returns how many timers are pending. */
  pendingTimers(): number;
}

export function createSimulatedClock(): SimulatedClock {
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  let elapsed = 1_000;
  let timeOfDay = 1_800_000_000_000;

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
      for (let next = earliest(end); next; next = earliest(end)) {
        timers.delete(next);
        timeOfDay += next.at - elapsed;
        elapsed = next.at;
        next.callback();
        await settled();
      }
      timeOfDay += end - elapsed;
      elapsed = end;
    },
    shiftTimeOfDay(ms) {
      timeOfDay += ms;
    },
    pendingTimers: () => timers.size,
  };

  function earliest(end: number) {
    return [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Lets everything continue that waits for neither a timer nor a response. */
export async function settled(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
