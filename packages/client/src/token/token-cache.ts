import { exponentialDelay } from "../http/retry.ts";
import type { Settings } from "../options.ts";
import { type AccessToken, assertNotExpired, timeLeft } from "./access-token.ts";
import { createCredentialBackoff } from "./credential-backoff.ts";
import { readCredentials } from "./credentials.ts";
import { isTransient, sendTokenRequest } from "./send-token-request.ts";
import { type RequestContext, type SharedRequest, startSharedRequest } from "./shared-request.ts";
import type { Credentials } from "./token-request.ts";

/** Caches the access token of one application, and replaces it when it is due, expired or rejected. */
export interface TokenCache {
  /** Returns the cached token if it can be sent. Starts a refresh in the background when the token is due. */
  current(): AccessToken | undefined;
  /** Returns the cached token or waits for a new one. */
  get(signal: AbortSignal | undefined): Promise<AccessToken>;
  /** Drops the cached token if it is this one; without an argument, whichever it is. */
  invalidate(accessToken?: string): void;
}

/** A token that processes share. */
export interface SharedToken {
  /**
   * Returns the token of another process, or else requests one and shares it.
   *
   * @param isUsable whether a token of another process can be used: not the cached one, nor one that the server rejected
   */
  obtain(
    credentials: Credentials,
    isUsable: (accessToken: string) => boolean,
    request: () => Promise<AccessToken>,
  ): Promise<AccessToken>;
  /** Deletes a token that the server rejected, if processes still share it. Never fails. */
  delete(accessToken: string): Promise<void>;
}

/**
 * A token is not refreshed before nine tenths of its lifetime have passed. A server that returns the same token again, with
 * a shorter lifetime, therefore receives a few more requests rather than a continuous stream of them.
 */
const MAX_REFRESH_AHEAD_RATIO = 0.1;

/** The pause between a token request and the next background refresh. It doubles with each failed refresh in a row. */
const REFRESH_PAUSE_IN_MS = 1_000;
const MAX_REFRESH_PAUSE_IN_MS = 60_000;

export function createTokenCache(settings: Settings, shared: SharedToken | undefined): TokenCache {
  const { clock, refreshAhead } = settings;
  const withBackoff = createCredentialBackoff(clock);

  let cached: AccessToken | undefined;
  let running: SharedRequest<AccessToken> | undefined;
  /** Was started before everything was invalidated: its token is only for callers from before, and the rest wait. */
  let outdated: SharedRequest<AccessToken> | undefined;
  /** The tokens that were rejected since the last one came. */
  const rejected = new Set<string>();
  /** Whether everything was invalidated since the last token came. */
  let isAllInvalid = false;
  let failedRefreshes = 0;
  let refreshNotBefore = 0;

  function current(): AccessToken | undefined {
    if (!cached) {
      return undefined;
    }
    const left = timeLeft(cached, clock);
    if (left <= 0) {
      cached = undefined;
    } else if (
      left <= Math.min(refreshAhead, cached.lifetime * MAX_REFRESH_AHEAD_RATIO) &&
      !running &&
      clock.elapsed() >= refreshNotBefore
    ) {
      start(true);
    }
    return cached;
  }

  async function get(signal: AbortSignal | undefined): Promise<AccessToken> {
    const token = current();
    if (token) {
      return token;
    }
    signal?.throwIfAborted();
    const request = running && !running.signal.aborted ? running : start(false);
    const isOutdated = request === outdated;
    try {
      const obtained = await request.wait(signal);
      if (!isOutdated) {
        return obtained;
      }
    } catch (error) {
      // A refresh in the background is sent once; a caller who waits is entitled to the retries.
      if (signal?.aborted || !(isOutdated || (request.background && isTransient(error)))) {
        throw error;
      }
    }
    return get(signal);
  }

  function start(background: boolean): SharedRequest<AccessToken> {
    const request = startSharedRequest(obtain, background);
    running = request;
    // This comes before any caller's `then`, so the cache is up to date when they continue.
    request.outcome.then(
      (token) => finish(request, token),
      () => finish(request),
    );
    return request;
  }

  function finish(request: SharedRequest<AccessToken>, token?: AccessToken): void {
    const isLatest = request === running;
    if (isLatest) {
      running = undefined;
    }
    if (token && isLatest && request !== outdated) {
      failedRefreshes = 0;
      rejected.clear();
      isAllInvalid = false;
      if (timeLeft(token, clock) > 0) {
        cached = token;
      }
    }
    if (!token && request.background) {
      failedRefreshes += 1;
    }
    refreshNotBefore =
      clock.elapsed() + exponentialDelay(REFRESH_PAUSE_IN_MS, MAX_REFRESH_PAUSE_IN_MS, failedRefreshes + 1);
  }

  async function obtain(context: RequestContext): Promise<AccessToken> {
    const credentials = await readCredentials(settings, context.background);
    const request = () => sendTokenRequest(settings, credentials, context);
    const token = await withBackoff(credentials, () =>
      shared ? shared.obtain(credentials, isUsable, request) : request(),
    );
    // Sharing a token takes time too.
    assertNotExpired(token, clock);
    return token;
  }

  function isUsable(accessToken: string): boolean {
    return !isAllInvalid && !rejected.has(accessToken) && accessToken !== cached?.accessToken;
  }

  return {
    current,
    get,
    invalidate(accessToken) {
      const dropped = accessToken ?? cached?.accessToken;
      if (dropped && !rejected.has(dropped)) {
        rejected.add(dropped);
        // Nobody waits: a store that hangs must not delay the next request.
        shared?.delete(dropped);
      }
      if (dropped === cached?.accessToken) {
        cached = undefined;
      }
      if (accessToken === undefined) {
        isAllInvalid = true;
        outdated = running;
      }
    },
  };
}
