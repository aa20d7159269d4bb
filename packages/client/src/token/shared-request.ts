import type { Clock } from "../http/clock.ts";
import { untilAborted } from "../http/deadline.ts";

/** How a request is sent. */
export interface RequestContext {
  /** Whether no caller waits: the request is not retried, and the process may exit in the meantime. */
  readonly background: boolean;
  /** Aborted when all callers who waited for the request have aborted. */
  readonly signal: AbortSignal;
  /** Announces that the next step of the request takes at most `delay` ms. Callers do not wait longer for it. */
  expect(delay: number): void;
}

/**
 * A request whose outcome many callers can wait for. It can be lost: where the platform ends what a caller has started
 * together with that caller, as Cloudflare Workers do, its outcome never settles, and its timers never fire.
 */
export interface SharedRequest<T> {
  /** Increases with each request. */
  readonly order: number;
  readonly background: boolean;
  readonly outcome: Promise<T>;
  /** Returns whether the request is lost, or aborted by all its callers. */
  isLost(): boolean;
  /**
   * Waits for the outcome. Aborting the signal ends this caller's wait with its reason, and no other caller's. Returns
   * undefined when the request is lost.
   */
  wait(signal: AbortSignal | undefined): Promise<T | undefined>;
}

/** How much later than the step a caller's wait ends, so that the request notices its own timeout first. */
const SLACK_IN_MS = 20;

/** Timers are late in a busy process: until then, callers wait for those that are due. */
const LOST_AFTER_IN_MS = 1_000;

export function startSharedRequest<T>(
  order: number,
  send: (context: RequestContext) => Promise<T>,
  background: boolean,
  clock: Clock,
): SharedRequest<T> {
  const controller = new AbortController();
  const { signal } = controller;
  let deadline = 0;
  const expect = (delay: number) => {
    deadline = clock.elapsed() + delay;
  };
  expect(0);
  const outcome = send({ background, signal, expect });
  let waiting = 0;

  return {
    order,
    background,
    outcome,
    isLost: () => signal.aborted || clock.elapsed() >= deadline + LOST_AFTER_IN_MS,
    wait(callerSignal) {
      waiting += 1;
      let cancelTimer = () => {};
      // A timer of the caller's own: those of the request could be lost with it.
      const lost = new Promise<undefined>((resolve) => {
        const waitUntilDeadline = () => {
          const awaited = deadline;
          cancelTimer = clock.setTimeout(
            // By then the request may have started another step.
            () => (deadline === awaited ? resolve(undefined) : waitUntilDeadline()),
            Math.max(0, awaited - clock.elapsed()) + SLACK_IN_MS,
            false,
          );
        };
        waitUntilDeadline();
      });
      return untilAborted(Promise.race([outcome, lost]), callerSignal, () => {
        waiting -= 1;
        if (!waiting && !background) {
          controller.abort();
        }
      }).finally(() => cancelTimer());
    },
  };
}
