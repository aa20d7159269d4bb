import { type AccessToken, isSendable } from "./access-token.ts";
import { type Credentials, tokenUrl } from "./token-request.ts";

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

export function toStored({ value, requestedAt, lifetime }: AccessToken): StoredToken {
  return { accessToken: value, requestedAt, lifetime };
}

/** A token from a store; undefined when what stands there is none. */
export function fromStored(stored: unknown, now: number, elapsed: number): AccessToken | undefined {
  const { accessToken, requestedAt, lifetime } = Object(stored) as Partial<StoredToken>;
  if (!isSendable(accessToken) || !Number.isFinite(requestedAt) || !Number.isFinite(lifetime)) {
    return undefined;
  }
  const sentAt = requestedAt as number;
  return {
    value: accessToken,
    requestedAt: sentAt,
    requestedAtElapsed: elapsed - (now - sentAt),
    lifetime: lifetime as number,
  };
}

/** Names the tokens of one application at one server without telling either; another secret is another name. */
export async function storeKey(baseUrl: string, { clientId, clientSecret }: Credentials): Promise<string> {
  const named = JSON.stringify([tokenUrl(baseUrl), clientId, clientSecret]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(named));
  return `microbilt-oauth:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
