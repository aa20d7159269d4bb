import { type AccessToken, timeLeft } from "./access-token.ts";
import { type MicrobiltEvent, tell } from "./event.ts";
import type { Settings } from "./settings.ts";
import type { Credentials } from "./token-request.ts";
import { fromStored, storeKey, type TokenStore, toStored } from "./token-store.ts";
import { wait } from "./wait.ts";

type StoreOperation = Extract<MicrobiltEvent, { type: "store_failed" }>["operation"];

/**
 * A token another process left in the store, or else the one that `ask` gets, which is then left there. A store that
 * fails, or hangs, is as good as none.
 *
 * @param isWanted whether a token from the store would do: not the one at hand, not one that was refused
 */
export async function obtainShared(
  { baseUrl, clock, timeout, onEvent }: Settings,
  store: TokenStore,
  credentials: Credentials,
  isWanted: (value: string) => boolean,
  ask: () => Promise<AccessToken>,
): Promise<AccessToken> {
  const key = await storeKey(baseUrl, credentials);
  return (await find()) ?? locked(async () => (await find()) ?? share(await ask()));

  async function find(): Promise<AccessToken | undefined> {
    const token = fromStored(await attempt("get", () => store.get(key)), clock.now(), clock.elapsed());
    if (!token || timeLeft(token, clock) <= 0 || !isWanted(token.value)) {
      return undefined;
    }
    tell(onEvent, { type: "token", from: "store", lifetime: token.lifetime });
    return token;
  }

  async function share(token: AccessToken): Promise<AccessToken> {
    const left = timeLeft(token, clock);
    if (left > 0) {
      await attempt("set", () => store.set(key, toStored(token), Math.ceil(left)));
    }
    return token;
  }

  /** Runs the task under the store's lock, or without where that fails or does not come in time. */
  async function locked(task: () => Promise<AccessToken>): Promise<AccessToken> {
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
