import type { Clock, StoredToken, TokenStore } from "../../src/index.ts";
import type { StoreMode } from "./commands.ts";

/** A token store that can fail or hang. */
export interface SimulatedStore extends TokenStore {
  /** What its operations do. */
  mode: StoreMode;
  /** Returns the token that the store holds. */
  current(): StoredToken | undefined;
  /** Stores a new token as another process would. */
  share(accessToken: string, lifetime: number): Promise<void>;
}

/** @param onDelete receives each token that is deleted */
export function createSimulatedStore(clock: Clock, onDelete: (accessToken: string) => void): SimulatedStore {
  let entry: { readonly value: StoredToken; readonly until: number } | undefined;
  const store: SimulatedStore = {
    mode: "works",
    current: () => (entry && clock.elapsed() < entry.until ? entry.value : undefined),
    async share(accessToken, lifetime) {
      const left = lifetime - Math.min(10_000, lifetime * 0.05);
      await store.set("", { accessToken, requestedAt: clock.now(), lifetime }, Math.ceil(left));
    },
    get: () => operate(store.current),
    set: (_, value, ttl) =>
      operate(() => {
        entry = { value, until: clock.elapsed() + ttl };
      }),
    delete: () =>
      operate(() => {
        onDelete(store.current()?.accessToken ?? "");
        entry = undefined;
      }),
  };
  return store;

  async function operate<T>(run: () => T): Promise<T> {
    if (store.mode === "fails") {
      throw new Error("down");
    }
    return store.mode === "hangs" ? new Promise<T>(() => {}) : run();
  }
}
