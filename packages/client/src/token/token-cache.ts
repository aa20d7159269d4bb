import type { Settings } from "../options.ts";
import { type AccessToken, refreshWindow, timeLeft } from "./access-token.ts";
import { createRefusedCredentials } from "./credential-backoff.ts";
import { readCredentials } from "./credentials.ts";
import { obtainShared } from "./obtain-token.ts";
import { canPass, sendTokenRequest } from "./send-token-request.ts";
import { type Flight, join, launch } from "./shared-request.ts";

/** Gives the current access token, and gets another when it is due, expired or refused. */
export interface TokenSource {
  /** The token at hand, if it can be sent; when it is due, a refresh begins in the background. */
  peek(): AccessToken | undefined;
  /** The token at hand or a new one. */
  get(signal: AbortSignal | undefined): Promise<AccessToken>;
  /** Drops the token at hand if it is this one; without an argument whichever it is. */
  invalidate(value?: string): void;
}

/** After a failed refresh in the background the next is not begun sooner; it grows with each failure in a row. */
const REFRESH_PAUSE_IN_MS = 1_000;
const LONGEST_REFRESH_PAUSE_IN_MS = 60_000;

export function createTokenSource(settings: Settings): TokenSource {
  const { clock, refreshAhead, store } = settings;
  const refused = createRefusedCredentials(clock);

  let current: AccessToken | undefined;
  let flight: Flight<AccessToken> | undefined;
  /** Begun before a forced invalidation: its token is for those who asked before, and the next flight waits for it. */
  let overtaken: Flight<AccessToken> | undefined;
  /** Refused since the last token came: a token, or all that came before. */
  let rejected: string | true | undefined;
  let refreshesFailed = 0;
  let refreshNotBefore = 0;

  function peek(): AccessToken | undefined {
    if (!current) {
      return undefined;
    }
    const left = timeLeft(current, clock);
    if (left <= 0) {
      current = undefined;
    } else if (left <= refreshWindow(current, refreshAhead) && !flight && clock.elapsed() >= refreshNotBefore) {
      refreshInBackground();
    }
    return current;
  }

  async function get(signal: AbortSignal | undefined): Promise<AccessToken> {
    signal?.throwIfAborted();
    const held = peek();
    if (held) {
      return held;
    }
    const joined = underWay() ?? begin(false);
    const isOvertaken = joined === overtaken;
    try {
      const token = await join(joined, signal);
      if (!isOvertaken) {
        return token;
      }
    } catch (error) {
      // A refresh in the background tries once only; those who wait now are owed the retries.
      if (signal?.aborted || !(isOvertaken || (joined.background && canPass(error)))) {
        throw error;
      }
    }
    return get(signal);
  }

  function underWay(): Flight<AccessToken> | undefined {
    return flight?.isCalledOff() ? undefined : flight;
  }

  function begin(background: boolean): Flight<AccessToken> {
    const begun = launch((signal) => obtain(signal, background), background);
    flight = begun;
    // Told first, so that the slot is free and the token kept when those who wait go on.
    begun.outcome.then(
      (token) => land(begun) && keep(token),
      () => land(begun),
    );
    return begun;
  }

  /** Frees the slot, and says whether what came is to be kept: not of a flight that was called off or overtaken. */
  function land(landed: Flight<AccessToken>): boolean {
    const isWanted = landed === flight && landed !== overtaken;
    if (landed === flight) {
      flight = undefined;
    }
    return isWanted;
  }

  function refreshInBackground(): void {
    begin(true).outcome.catch(() => {
      refreshesFailed += 1;
      const pause = Math.min(LONGEST_REFRESH_PAUSE_IN_MS, REFRESH_PAUSE_IN_MS * 2 ** refreshesFailed);
      refreshNotBefore = clock.elapsed() + pause;
    });
  }

  async function obtain(signal: AbortSignal, background: boolean): Promise<AccessToken> {
    const credentials = await readCredentials(settings, background);
    const ask = () => sendTokenRequest(settings, credentials, { signal, background });
    return refused.guard(credentials, () =>
      store ? obtainShared(settings, store, credentials, isWanted, ask) : ask(),
    );
  }

  /** Whether a token from the store would do. */
  function isWanted(value: string): boolean {
    return rejected !== true && value !== rejected && value !== current?.value;
  }

  function keep(token: AccessToken): void {
    refreshesFailed = 0;
    rejected = undefined;
    if (timeLeft(token, clock) <= 0) {
      // Good for those who waited, at most; what is at hand may still serve.
      refreshNotBefore = clock.elapsed() + REFRESH_PAUSE_IN_MS;
      return;
    }
    current = token;
  }

  return {
    peek,
    get,
    invalidate(value) {
      if (value === undefined || value === current?.value) {
        rejected = value ?? true;
        current = undefined;
      }
      if (value === undefined) {
        overtaken = flight;
      }
    },
  };
}
