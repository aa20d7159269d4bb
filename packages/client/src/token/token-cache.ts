import { MicrobiltError } from "../errors.ts";
import { throwIfAborted } from "../http/deadline.ts";
import { createPause } from "../http/pause.ts";
import { announce } from "../http/wait-until.ts";
import type { Settings } from "../options.ts";
import { type AccessToken, timeLeft } from "./access-token.ts";
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
  /** Deletes a token that the server rejected, if processes still share it. Works in the background, and never fails. */
  delete(accessToken: string): void;
}

/**
 * A token is not refreshed before nine tenths of its lifetime have passed. A server that returns the same token again, with
 * a shorter lifetime, therefore receives a few more requests rather than a continuous stream of them.
 */
const MAX_REFRESH_AHEAD_RATIO = 0.1;

export function createTokenCache(settings: Settings, shared: SharedToken | undefined): TokenCache {
  const { clock, refreshAhead, storeTimeout, timeout, waitUntil } = settings;
  const withBackoff = createCredentialBackoff(clock);
  /** The pause between a token request and the next background refresh. */
  const refreshPause = createPause(clock);

  let cached: AccessToken | undefined;
  let running: SharedRequest<AccessToken> | undefined;
  let requests = 0;
  /** The tokens of requests up to this one are no longer cached: there is a newer token, or everything was invalidated. */
  let latest = 0;
  /** The tokens that were rejected since the last one came. */
  const rejected = new Set<string>();
  /** Whether everything was invalidated since the last token came. */
  let isAllInvalid = false;

  function current(): AccessToken | undefined {
    if (!cached) {
      return undefined;
    }
    const left = timeLeft(cached, clock);
    if (left <= 0) {
      cached = undefined;
    } else if (
      left <= Math.min(refreshAhead, cached.lifetime * MAX_REFRESH_AHEAD_RATIO) &&
      !inFlight() &&
      !refreshPause.left()
    ) {
      const end = announce(waitUntil);
      if (end) {
        start(true).outcome.then(end, end);
      }
    }
    return cached;
  }

  async function get(signal: AbortSignal | undefined): Promise<AccessToken> {
    const token = current();
    if (token) {
      return token;
    }
    throwIfAborted(signal);
    const joined = inFlight();
    const request = joined ?? start(false);
    const isOutdated = request.order <= latest;
    try {
      const obtained = await request.wait(signal);
      if (obtained && !isOutdated) {
        return obtained;
      }
    } catch (error) {
      if (signal?.aborted || !(isOutdated || (joined && isOnlyForOthers(joined, error)))) {
        throw error;
      }
    }
    release(request);
    return get(signal);
  }

  /** Returns the request that callers can join. */
  function inFlight(): SharedRequest<AccessToken> | undefined {
    return running?.isLost() ? undefined : running;
  }

  function start(background: boolean): SharedRequest<AccessToken> {
    requests += 1;
    const request = startSharedRequest(requests, obtain, background, clock);
    running = request;
    // This comes before any caller's `then`, so the cache is up to date when they continue.
    request.outcome.then(
      (token) => finish(request, token),
      () => finish(request),
    );
    return request;
  }

  /** Also called by those who wait: when the request is lost, nobody else frees its place. */
  function release(request: SharedRequest<AccessToken>): void {
    if (request === running) {
      running = undefined;
    }
  }

  function finish(request: SharedRequest<AccessToken>, token?: AccessToken): void {
    release(request);
    if (token && request.order > latest) {
      latest = request.order;
      refreshPause.end();
      rejected.clear();
      isAllInvalid = false;
      if (timeLeft(token, clock) > 0) {
        cached = token;
      }
    }
    refreshPause.start();
  }

  function obtain(context: RequestContext): Promise<AccessToken> {
    const read = () => {
      context.expect(timeout);
      return readCredentials(settings, context.background);
    };
    return withBackoff(read, (credentials) => {
      const request = () => sendTokenRequest(settings, credentials, context);
      context.expect(storeTimeout);
      return shared ? shared.obtain(credentials, isUsable, request) : request();
    });
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
        shared?.delete(dropped);
      }
      if (dropped === cached?.accessToken) {
        cached = undefined;
      }
      if (accessToken === undefined) {
        isAllInvalid = true;
        latest = requests;
      }
    },
  };
}

/** Returns whether a failure of a request says nothing about a request of the caller's own. */
function isOnlyForOthers({ background }: SharedRequest<AccessToken>, error: unknown): boolean {
  // A refresh in the background is sent once; a caller who waits is entitled to the retries. Any other error comes from the
  // platform: the context of the request has ended, or its framework interrupts it.
  return (background && isTransient(error)) || !(error instanceof MicrobiltError);
}
