import { untilAborted } from "../http/deadline.ts";

/** How a request is sent. */
export interface RequestContext {
  /** Whether no caller waits: the request is not retried, and the process may exit in the meantime. */
  readonly background: boolean;
  /** Aborted when all callers who waited for the request have aborted. */
  readonly signal: AbortSignal;
}

/** A request whose outcome many callers can wait for. */
export interface SharedRequest<T> extends RequestContext {
  readonly outcome: Promise<T>;
  /** Waits for the outcome. Aborting the signal ends this caller's wait with its reason, and no other caller's. */
  wait(signal: AbortSignal | undefined): Promise<T>;
}

export function startSharedRequest<T>(
  send: (context: RequestContext) => Promise<T>,
  background: boolean,
): SharedRequest<T> {
  const controller = new AbortController();
  const context = { background, signal: controller.signal };
  const outcome = send(context);
  let waiting = 0;
  return {
    ...context,
    outcome,
    wait(signal) {
      waiting += 1;
      return untilAborted(outcome, signal, () => {
        waiting -= 1;
        if (!waiting && !background) {
          controller.abort();
        }
      });
    },
  };
}
