import type { Emit, StoreOperation } from "../events.ts";
import type { Clock } from "../http/clock.ts";
import { withDeadline } from "../http/deadline.ts";
import { createPause } from "../http/pause.ts";
import { announce } from "../http/wait-until.ts";
import { type AccessToken, isHeaderSafe, MAX_LIFETIME_IN_MS, timeLeft } from "../token/access-token.ts";
import type { SharedToken } from "../token/token-cache.ts";
import type { StoredToken, TokenStore } from "./token-store.ts";

/** What a shared token needs besides its store. */
export interface SharedTokenOptions {
  readonly clock: Clock;
  /** How long the operations of the store that delay a token may take together, in ms. */
  readonly storeTimeout: number;
  readonly waitUntil: (promise: Promise<unknown>) => void;
  readonly emit: Emit;
}

/** Runs an operation of the store. Returns undefined when it fails, takes too long, or is skipped during a pause. */
type Attempt = <T>(operation: StoreOperation, run: (signal: AbortSignal) => Promise<T> | T) => Promise<T | undefined>;

/**
 * Shares a token through a store. If the store fails or takes too long, the client continues without it.
 *
 * @param url the token endpoint, which is part of the key
 */
export function createSharedToken(
  store: TokenStore,
  url: string,
  { clock, storeTimeout, waitUntil, emit }: SharedTokenOptions,
): SharedToken {
  const pause = createPause(clock);
  let failedOperation: StoreOperation | undefined;
  /** The key of the latest token. It changes with the credentials. */
  let latestKey = "";

  return {
    async obtain({ clientId, clientSecret }, isUsable, request) {
      const key = await storeKey(url, clientId, clientSecret);
      latestKey = key;
      const attempt = startBudget(false);
      const found = await find(attempt, key, isUsable);
      if (found) {
        return found;
      }
      const unlock = await attempt("lock", async (signal) => {
        const release = await store.lock?.(key);
        if (signal.aborted) {
          // The lock comes too late: nobody else would release it.
          await release?.();
        }
        return release;
      });
      let requested: AccessToken | undefined;
      try {
        // Another process may have stored a token before it released the lock.
        const other = unlock && (await find(attempt, key, isUsable));
        requested = other ? undefined : await request();
        return (other ?? requested) as AccessToken;
      } finally {
        inBackground(async () => {
          if (requested) {
            await save(key, requested);
          }
          if (unlock) {
            // During a pause too: other processes wait for it.
            await run("lock", unlock, storeTimeout, true);
          }
        });
      }
    },
    delete(accessToken) {
      const key = latestKey;
      if (key) {
        inBackground(async () => {
          const attempt = startBudget(true);
          if ((await read(attempt, key))?.accessToken === accessToken) {
            await attempt("delete", () => store.delete(key));
          }
        });
      }
    },
  };

  /** Returns the stored token, unless it is malformed, expired or unusable. */
  async function find(
    attempt: Attempt,
    key: string,
    isUsable: (accessToken: string) => boolean,
  ): Promise<AccessToken | undefined> {
    const token = await read(attempt, key);
    if (!token || !isHeaderSafe(token.accessToken) || !(timeLeft(token, clock) > 0) || !isUsable(token.accessToken)) {
      return undefined;
    }
    emit({ type: "token", from: "store", lifetime: token.lifetime });
    return token;
  }

  /** Returns the stored token, which can be malformed. A value whose members throw is a failure of the store. */
  function read(attempt: Attempt, key: string): Promise<AccessToken | undefined> {
    return attempt("get", async () => {
      const { accessToken, requestedAt, lifetime } = Object(await store.get(key)) as StoredToken;
      return {
        accessToken,
        requestedAt: Number(requestedAt),
        requestedAtElapsed: clock.elapsed() - clock.now() + Number(requestedAt),
        lifetime: Math.min(Number(lifetime), MAX_LIFETIME_IN_MS),
      };
    });
  }

  async function save(key: string, token: AccessToken): Promise<void> {
    const { accessToken, requestedAt, lifetime } = token;
    const left = timeLeft(token, clock);
    if (left > 0) {
      await startBudget(true)("set", () => store.set(key, { accessToken, requestedAt, lifetime }, Math.ceil(left)));
    }
  }

  /** Starts the time that several operations have together. */
  function startBudget(idle: boolean): Attempt {
    const end = clock.elapsed() + storeTimeout;
    return async (operation, task) =>
      pause.left() ? undefined : run(operation, task, Math.max(0, end - clock.elapsed()), idle);
  }

  /** @param idle whether the process may exit in the meantime */
  async function run<T>(
    operation: StoreOperation,
    task: (signal: AbortSignal) => Promise<T> | T,
    limit: number,
    idle: boolean,
  ): Promise<T | undefined> {
    try {
      const result = await withDeadline(clock, limit, task, { idle });
      if (operation === failedOperation) {
        pause.end();
      }
      return result;
    } catch {
      failedOperation = operation;
      pause.start();
      emit({ type: "store_failed", operation });
      return undefined;
    }
  }

  /** Runs work for which no caller waits, and which never fails. */
  function inBackground(work: () => Promise<void>): void {
    const end = announce(waitUntil);
    work().finally(end);
  }
}

/** Derives the key of an application's token. The key reveals none of the parts. */
async function storeKey(...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(parts)));
  return `microbilt-oauth:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
