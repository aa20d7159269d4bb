import { type MicrobiltEvent, tell } from "../events.ts";
import type { Clock } from "../http/clock.ts";
import { wait } from "../http/deadline.ts";
import type { StoredToken, TokenStore } from "./token-store.ts";

type StoreOperation = Extract<MicrobiltEvent, { type: "store_failed" }>["operation"];

/** One entry of a store. Its operations neither fail nor hang: a store that does is as good as none. */
export interface SharedToken {
  /** What is stored; not necessarily a token. */
  get(): Promise<unknown>;
  /** Stores a token for at most `ttl` ms. */
  set(token: StoredToken, ttl: number): Promise<unknown>;
  /** Runs the task under the store's lock, or without where that fails or does not come in time. */
  locked<T>(task: () => Promise<T>): Promise<T>;
}

/** What is needed besides the store. */
export interface SharedTokenOptions {
  readonly clock: Clock;
  /** For each operation, in ms. */
  readonly timeout: number;
  readonly onEvent: ((event: MicrobiltEvent) => void) | undefined;
}

export function openSharedToken(
  store: TokenStore,
  key: string,
  { clock, timeout, onEvent }: SharedTokenOptions,
): SharedToken {
  return {
    get: () => attempt("get", () => store.get(key)),
    set: (token, ttl) => attempt("set", () => store.set(key, token, ttl)),
    locked,
  };

  async function locked<T>(task: () => Promise<T>): Promise<T> {
    let isWaitedFor = true;
    const release = await attempt("lock", async () => {
      const taken = await store.lock?.(key);
      if (isWaitedFor) {
        return taken;
      }
      // It comes too late, and is given back at once.
      taken?.();
      return undefined;
    });
    isWaitedFor = false;
    try {
      return await task();
    } finally {
      if (release) {
        await attempt("lock", release);
      }
    }
  }

  /** What an operation of the store gives; undefined when it fails or takes too long. */
  async function attempt<T>(operation: StoreOperation, run: () => T): Promise<Awaited<T> | undefined> {
    const limit = wait(clock, timeout);
    const late = limit.over.then(() => {
      throw new Error("timeout");
    });
    try {
      return await Promise.race([(async () => run())(), late]);
    } catch {
      tell(onEvent, { type: "store_failed", operation });
      return undefined;
    } finally {
      limit.end();
    }
  }
}

/** Names the tokens of one application at one server without telling either. */
export async function storeKey(...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(parts)));
  return `microbilt-oauth:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
