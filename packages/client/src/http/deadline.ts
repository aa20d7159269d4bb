import type { Clock } from "./clock.ts";

/** A wait that can be cut short. */
export interface Wait {
  /** Fulfilled after the delay; rejected with the signal's reason when that is aborted first. */
  readonly over: Promise<void>;
  /** Ends it without either. */
  end(): void;
}

/**
 * Waits.
 *
 * @param delay in ms
 * @param idle it must not keep the process alive
 */
export function wait(clock: Clock, delay: number, signal?: AbortSignal, idle = false): Wait {
  let end = () => {};
  const over = new Promise<void>((resolve, reject) => {
    const onAbort = () => {
      end();
      reject(signal?.reason);
    };
    const cancel = clock.setTimeout(
      () => {
        end();
        resolve();
      },
      delay,
      idle,
    );
    end = () => {
      cancel();
      signal?.removeEventListener("abort", onAbort);
    };
    if (signal?.aborted) {
      onAbort();
    } else {
      signal?.addEventListener("abort", onAbort);
    }
  });
  // It can be lost in a race, where nobody listens any more.
  over.catch(() => {});
  return { over, end };
}
