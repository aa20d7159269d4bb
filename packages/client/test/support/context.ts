import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../src/index.ts";

/** What one request of a server has started. A platform such as Cloudflare Workers ends all of it with the request. */
export interface Context {
  /** Runs what belongs to the context. */
  run<T>(work: () => T): T;
  /** Ends the context: none of its timers fires, and no response arrives. */
  end(): void;
}

interface State {
  isEnded: boolean;
  readonly onEnd: Set<() => void>;
}

const storage = new AsyncLocalStorage<State>();

export function createContext(): Context {
  const state: State = { isEnded: false, onEnd: new Set() };
  return {
    run: (work) => storage.run(state, work),
    end() {
      state.isEnded = true;
      for (const callback of state.onEnd) {
        callback();
      }
    },
  };
}

/** Calls `callback` when the current context ends: at once if it has ended. */
export function whenContextEnds(callback: () => void): void {
  const state = storage.getStore();
  if (state?.isEnded) {
    callback();
  }
  state?.onEnd.add(callback);
}

/** Returns a clock whose timers belong to the context in which they are set. */
export function clockOfContexts(clock: Clock): Clock {
  return {
    now: clock.now,
    elapsed: clock.elapsed,
    setTimeout(callback, delay, idle) {
      // A callback runs in the context in which its timer was set, as on every platform.
      const cancel = clock.setTimeout(AsyncLocalStorage.bind(callback), delay, idle);
      whenContextEnds(cancel);
      return cancel;
    },
  };
}

/** Returns a `fetch` whose responses belong to the context in which their requests were sent. */
export function fetchOfContexts<Args extends unknown[]>(
  fetch: (...args: Args) => Promise<Response>,
): (...args: Args) => Promise<Response> {
  return (...args) =>
    new Promise((resolve, reject) => {
      let isEnded = false;
      whenContextEnds(() => {
        isEnded = true;
      });
      fetch(...args).then(
        (response) => isEnded || resolve(response),
        (error) => isEnded || reject(error),
      );
    });
}
