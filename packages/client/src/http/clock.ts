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
export const MAX_DELAY_IN_MS: number = 2 ** 31 - 1;

const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  setTimeout(callback, delay, idle) {
    const timer = setTimeout(callback, Math.min(delay, MAX_DELAY_IN_MS));
    if (idle) {
      // In browsers, a timer is a number, and there is no process to keep alive.
      (timer as { unref?(): void }).unref?.();
    }
    return () => clearTimeout(timer);
  },
};

/** Completes a clock with the methods of the system clock. Each method is called on its own object, which can use `this`. */
export function completeClock(clock: Partial<Clock> | undefined): Clock {
  if (!clock) {
    return systemClock;
  }
  const ownerOf = (method: keyof Clock) => (clock[method] ? (clock as Clock) : systemClock);
  return {
    now: () => ownerOf("now").now(),
    elapsed: () => ownerOf("elapsed").elapsed(),
    setTimeout: (...timer) => ownerOf("setTimeout").setTimeout(...timer),
  };
}
