/** One task that many can wait for. */
export interface Flight<T> {
  readonly outcome: Promise<T>;
  /** Begun for its own sake: it goes on when nobody waits. */
  readonly background: boolean;
  /** Nobody waited any more; the task was told to end. */
  isCalledOff(): boolean;
  /** Somebody waits; what it gives is to be called when they no longer do. */
  enter(): () => void;
}

/** Begins a task. It belongs to nobody: it is aborted only when all who waited have gone. */
export function launch<T>(task: (signal: AbortSignal) => Promise<T>, background: boolean): Flight<T> {
  const controller = new AbortController();
  let waiting = 0;
  const outcome = task(controller.signal);
  return {
    outcome,
    background,
    isCalledOff: () => controller.signal.aborted,
    enter() {
      waiting += 1;
      return () => {
        waiting -= 1;
        if (waiting === 0 && !background) {
          controller.abort();
        }
      };
    },
  };
}

/**
 * Waits for a flight; an abort ends this wait and no other.
 *
 * @throws the signal's reason when it is aborted
 */
export function join<T>(flight: Flight<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) {
    // Waits to the end, so it never leaves.
    flight.enter();
    return flight.outcome;
  }
  return new Promise((resolve, reject) => {
    const leave = flight.enter();
    const onAbort = () => {
      leave();
      reject(signal.reason);
    };
    const settled = () => signal.removeEventListener("abort", onAbort);
    signal.addEventListener("abort", onAbort, { once: true });
    flight.outcome.then(resolve, reject).finally(settled);
  });
}
