/**
 * Keeps access tokens for processes that share them. A Keyv instance is a token store. When a store fails or takes
 * longer than `storeTimeout`, the client continues without it, and does not use it for a pause that grows from a second to
 * a minute.
 */
export interface TokenStore {
  /** Returns the value stored under a key, or undefined when there is none or it has expired. */
  get(key: string): Promise<unknown> | unknown;
  /**
   * Stores a value under a key. The client does not wait for it before it returns the token.
   *
   * @param value a plain object that JSON can represent
   * @param ttl how long to keep the value, in ms
   */
  set(key: string, value: StoredToken, ttl: number): Promise<unknown> | unknown;
  /** Deletes the value stored under a key. The client deletes a token that the server has rejected. */
  delete(key: string): Promise<unknown> | unknown;
  /**
   * Optional. Waits for the lock of a key, and returns a function that releases it. With a lock, one process of a fleet
   * sends the token request, and the others find its token in the store. A client that does not get the lock within
   * `storeTimeout` continues without it, and releases the lock if it gets the lock later. A lock should expire when its process dies.
   */
  lock?(key: string): Promise<() => unknown>;
}

/** An access token in a store. */
export interface StoredToken {
  /** The access token, in the clear: protect the store as you would protect the token. */
  readonly accessToken: string;
  /** When the token was requested, in ms since 1970. */
  readonly requestedAt: number;
  /** How long the token is valid, in ms, counted from `requestedAt`. */
  readonly lifetime: number;
}
