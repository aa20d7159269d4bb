import type { Emit, StoreOperation } from "../events.ts";
import type { Clock } from "../http/clock.ts";
import { withDeadline } from "../http/deadline.ts";
import { type AccessToken, isHeaderSafe, timeLeft } from "../token/access-token.ts";
import type { SharedToken } from "../token/token-cache.ts";
import type { StoredToken, TokenStore } from "./token-store.ts";

/** What a shared token needs besides its store. */
export interface SharedTokenOptions {
  readonly clock: Clock;
  /** How long each operation of the store may take, in ms. */
  readonly timeout: number;
  readonly emit: Emit;
}

/**
 * Shares a token through a store. A store that fails or takes too long does not matter.
 *
 * @param url the token endpoint, which is part of the key
 */
export function createSharedToken(
  store: TokenStore,
  url: string,
  { clock, timeout, emit }: SharedTokenOptions,
): SharedToken {
  /** The key of the latest token. It changes with the credentials. */
  let latestKey = "";

  return {
    async obtain({ clientId, clientSecret }, isUsable, request) {
      const key = await storeKey(url, clientId, clientSecret);
      latestKey = key;
      const found = await find(key, isUsable);
      if (found) {
        return found;
      }
      const unlock = await attempt("lock", async (signal) => {
        const release = await store.lock?.(key);
        if (signal.aborted) {
          // The lock comes too late: nobody else would release it.
          release?.();
        }
        return release;
      });
      try {
        // Another process may have stored a token in the meantime.
        return (await find(key, isUsable)) ?? (await save(key, await request()));
      } finally {
        if (unlock) {
          await attempt("lock", unlock);
        }
      }
    },
    async delete(accessToken) {
      const key = latestKey;
      const stored = key && (await attempt("get", () => store.get(key), true));
      if ((Object(stored) as StoredToken).accessToken === accessToken) {
        await attempt("delete", () => store.delete(key), true);
      }
    },
  };

  /** Returns the stored token, unless it is malformed, expired or unusable. */
  async function find(key: string, isUsable: (accessToken: string) => boolean): Promise<AccessToken | undefined> {
    const stored = await attempt("get", () => store.get(key));
    const { accessToken, requestedAt, lifetime } = Object(stored) as StoredToken;
    const token = {
      accessToken,
      requestedAt: Number(requestedAt),
      requestedAtElapsed: clock.elapsed() - clock.now() + Number(requestedAt),
      lifetime: Number(lifetime),
    };
    if (!isHeaderSafe(accessToken) || !(timeLeft(token, clock) > 0) || !isUsable(accessToken)) {
      return undefined;
    }
    emit({ type: "token", from: "store", lifetime: token.lifetime });
    return token;
  }

  async function save(key: string, token: AccessToken): Promise<AccessToken> {
    const { accessToken, requestedAt, lifetime } = token;
    const left = timeLeft(token, clock);
    if (left > 0) {
      await attempt("set", () => store.set(key, { accessToken, requestedAt, lifetime }, Math.ceil(left)));
    }
    return token;
  }

  /**
   * Returns undefined when the operation fails or takes too long.
   *
   * @param idle whether the process may exit in the meantime
   */
  async function attempt<T>(
    operation: StoreOperation,
    run: (signal: AbortSignal) => Promise<T> | T,
    idle = false,
  ): Promise<T | undefined> {
    try {
      return await withDeadline(clock, timeout, run, { idle });
    } catch {
      emit({ type: "store_failed", operation });
      return undefined;
    }
  }
}

/** Derives the key of an application's token. The key reveals none of the parts. */
async function storeKey(...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(parts)));
  return `microbilt-oauth:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
