import { type AccessToken, timeLeft } from "./access-token.ts";
import { type MicrobiltEvent, tell } from "./event.ts";
import type { Settings } from "./settings.ts";
import type { Credentials } from "./token-request.ts";
import { fromStored, storeKey, toStored } from "./token-store.ts";

/** The tokens that processes share through a store. */
export interface SharedTokens {
  /** A token another process got, or else the one that `ask` gets, which is then shared. */
  obtain(
    credentials: Credentials,
    current: AccessToken | undefined,
    ask: () => Promise<AccessToken>,
  ): Promise<AccessToken>;
  /** From now on this token in the store is none; without a value, whichever stands there. */
  reject(value: string | undefined): void;
}

type StoreOperation = Extract<MicrobiltEvent, { type: "store_failed" }>["operation"];

/** A store that fails, or hangs, is as good as none. */
export function createSharedTokens({ store, baseUrl, clock, timeout, onEvent }: Settings): SharedTokens {
  if (!store) {
    return { obtain: (_credentials, _current, ask) => ask(), reject: () => {} };
  }
  let rejected: { value: string | undefined } | undefined;

  async function obtain(credentials: Credentials, current: AccessToken | undefined, ask: () => Promise<AccessToken>) {
    const key = await storeKey(baseUrl, credentials);
    return (await find(key, current)) ?? locked(key, async () => (await find(key, current)) ?? share(key, await ask()));
  }

  /** Another token than the one at hand, that can be sent. */
  async function find(key: string, current: AccessToken | undefined): Promise<AccessToken | undefined> {
    const stored = await attempt("get", () => store?.get(key));
    const token = fromStored(stored, clock.now(), clock.elapsed());
    if (!token || timeLeft(token, clock) <= 0 || token.value === current?.value) {
      return undefined;
    }
    if (rejected && (rejected.value ?? token.value) === token.value) {
      await attempt("set", () => store?.delete(key));
      return undefined;
    }
    tell(onEvent, { type: "token", from: "store", lifetime: token.lifetime });
    return token;
  }

  async function share(key: string, token: AccessToken): Promise<AccessToken> {
    rejected = undefined;
    const left = timeLeft(token, clock);
    if (left > 0) {
      await attempt("set", () => store?.set(key, toStored(token), Math.ceil(left)));
    }
    return token;
  }

  /** Runs the task under the store's lock, or without where the lock fails or does not come in time. */
  async function locked(key: string, task: () => Promise<AccessToken>): Promise<AccessToken> {
    let begun: Promise<AccessToken> | undefined;
    const once = () => {
      begun ??= task();
      return begun;
    };
    if (store?.lock) {
      const lock = store.lock.bind(store);
      await attempt(
        "lock",
        () => lock(key, once).catch((error: unknown) => begun ?? Promise.reject(error)),
        () => begun,
      );
    }
    return once();
  }

  /** What an operation of the store gives; undefined when it fails or takes too long. */
  async function attempt<T>(
    operation: StoreOperation,
    run: () => T,
    isUnderWay?: () => unknown,
  ): Promise<Awaited<T> | undefined> {
    let cancel = () => {};
    try {
      const limit = new Promise<never>((_, reject) => {
        cancel = clock.setTimeout(() => !isUnderWay?.() && reject(new Error("timeout")), timeout, false);
      });
      return await Promise.race([(async () => run())(), limit]);
    } catch {
      if (!isUnderWay?.()) {
        tell(onEvent, { type: "store_failed", operation });
      }
      return undefined;
    } finally {
      cancel();
    }
  }

  return {
    obtain,
    reject: (value) => {
      rejected = { value };
    },
  };
}
