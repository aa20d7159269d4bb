import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock, Fetch } from "../../src/index.ts";

/** What one request of a server has started. A platform such as Cloudflare Workers ends all of it with the request. */
export interface Context {
  /** Runs what belongs to the context. */
  run<T>(work: () => T): T;
  /** Ends the context: none of its timers fires, and no response arrives. */
  end(): void;
}

interface State {
  isEnded: boolean;
  readonly cancels: Set<() => void>;
}

const storage = new AsyncLocalStorage<State>();

export function createContext(): Context {
  const state: State = { isEnded: false, cancels: new Set() };
  return {
    run: (work) => storage.run(state, work),
    end() {
      state.isEnded = true;
      for (const cancel of state.cancels) {
        cancel();
      }
    },
  };
}

/** Returns a clock whose timers belong to the context in which they are set. */
export function clockOfContexts(clock: Clock): Clock {
  return {
    now: clock.now,
    elapsed: clock.elapsed,
    setTimeout(callback, delay, idle) {
      const state = storage.getStore();
      if (state?.isEnded) {
        return () => {};
      }
      const cancel = clock.setTimeout(callback, delay, idle);
      state?.cancels.add(cancel);
      return cancel;
    },
  };
}

/** Returns a `fetch` whose responses belong to the context in which their requests were sent. */
export function fetchOfContexts(fetch: Fetch): Fetch {
  return (input, init) => {
    const state = storage.getStore();
    return new Promise((resolve, reject) => {
      const ifAlive =
        <T>(settle: (value: T) => void) =>
        (value: T) =>
          state?.isEnded || settle(value);
      fetch(input, init).then(ifAlive(resolve), ifAlive(reject));
    });
  };
}
