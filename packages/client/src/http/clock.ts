/** Where the time comes from; tests give their own. */
export interface Clock {
  /** The time of day, in ms since 1970 (`Date.now`). It can jump. */
  now(): number;
  /** The time since some moment, in ms; it never goes back (`performance.now`). */
  elapsed(): number;
  /** Calls back after `delay` ms; what it gives cancels that. `idle`: the wait must not keep the process alive. */
  setTimeout(callback: () => void, delay: number, idle: boolean): () => void;
}

/** A longer delay would fire at once. */
const LONGEST_DELAY_IN_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  setTimeout(callback, delay, idle) {
    const timer = setTimeout(callback, Math.min(delay, LONGEST_DELAY_IN_MS));
    if (idle) {
      // Only where timers can keep a process alive are they objects.
      (timer as { unref?(): void }).unref?.();
    }
    return () => clearTimeout(timer);
  },
};
