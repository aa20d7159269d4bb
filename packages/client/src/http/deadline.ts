import { MicrobiltError } from "../errors.ts";
import type { Clock } from "./clock.ts";

/** How a deadline ends before its task does. */
export interface DeadlineOptions {
  /** Aborting it ends the wait with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the process may exit while the deadline is pending. */
  readonly idle?: boolean;
  /** What the message of a timeout starts with. */
  readonly prefix?: string;
}

/**
 * Runs a task for at most `delay` ms. The signal that the task receives is aborted when the task fails or is no longer
 * awaited; the deadline holds even if the task ignores that signal.
 *
 * @throws {MicrobiltError} `timeout`
 */
export async function withDeadline<T>(
  clock: Clock,
  delay: number,
  task: (signal: AbortSignal) => T | Promise<T>,
  { signal, idle = false, prefix = "" }: DeadlineOptions = {},
): Promise<T> {
  const controller = new AbortController();
  let cancelTimer = () => {};
  const timeout = new Promise<never>((_, reject) => {
    const onTimeout = () => reject(new MicrobiltError("timeout", `${prefix}no response arrived within ${delay} ms`));
    cancelTimer = clock.setTimeout(onTimeout, delay, idle);
  });
  try {
    return await untilAborted(Promise.race([task(controller.signal), timeout]), signal);
  } catch (error) {
    controller.abort();
    throw error;
  } finally {
    cancelTimer();
  }
}

/** Waits for `delay` ms, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return withDeadline<void>(clock, delay, () => new Promise(() => {}), { signal }).catch(() => throwIfAborted(signal));
}

/**
 * Settles as the promise does, or rejects with the signal's reason as soon as it is aborted.
 *
 * @param onAbort called once the signal is aborted; the promise is rejected even if it throws
 */
export function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal, onAbort?: () => void): Promise<T> {
  if (!signal) {
    return promise;
  }
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(reasonOf(signal));
      onAbort?.();
    };
    signal.addEventListener("abort", abort);
    Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
    if (signal.aborted) {
      abort();
    }
  });
}

/** Throws the signal's reason if it is aborted. In React Native and in older polyfills, signals lack this method. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw reasonOf(signal);
  }
}

/** Returns the signal's reason, which polyfills lack too. */
function reasonOf(signal: AbortSignal): unknown {
  return signal.reason ?? Object.assign(new Error("This operation was aborted"), { name: "AbortError" });
}
