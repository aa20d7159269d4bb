/**
 * Where tokens are kept for processes that share them. A Keyv instance is one as it is. A store that fails is as good
 * as none: the client goes on in memory.
 */
export interface TokenStore {
  /** What was kept under the key, if it is still there. */
  get(key: string): Promise<unknown> | unknown;
  /** Keeps a value, which is a plain object, for at most `ttl` ms. */
  set(key: string, value: StoredToken, ttl: number): Promise<unknown> | unknown;
  delete(key: string): Promise<unknown> | unknown;
  /**
   * Takes the lock of a key, waiting for it if need be, and gives what releases it, so that a fleet sends one token
   * request. Optional. It should expire by itself, for a process that dies.
   */
  lock?(key: string): Promise<() => unknown>;
}

/** A token as it stands in a store. */
export interface StoredToken {
  readonly accessToken: string;
  /** The time of day when its request was sent, in ms since 1970. */
  readonly requestedAt: number;
  /** In ms from then on. */
  readonly lifetime: number;
}
