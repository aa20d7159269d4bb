/** A source of time. Pass your own in tests. */
export interface Clock {
  /** Returns the time of day, in ms since 1970, as `Date.now` does. It can jump when the system clock is set. */
  now(): number;
  /** Returns the time since an arbitrary moment, in ms, as `performance.now` does. It never goes back. */
  elapsed(): number;
  /**
   * Calls `callback` once after `delay` ms. Returns a function that cancels the call.
   *
   * @param idle whether the process may exit before the call, as with `timer.unref()` in Node
   */
  setTimeout(callback: () => void, delay: number, idle: boolean): () => void;
}

/** Timers with a longer delay fire at once (https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html). */
const MAX_DELAY_IN_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  setTimeout(callback, delay, idle) {
    const timer = setTimeout(callback, Math.min(delay, MAX_DELAY_IN_MS));
    if (idle) {
      // Timers are numbers where they cannot keep a process alive.
      (timer as { unref?(): void }).unref?.();
    }
    return () => clearTimeout(timer);
  },
};
