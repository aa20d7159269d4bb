import { EmulatorError } from "../errors.ts";
import { formatValue } from "../input/validation/format-value.ts";
import type { App, AppRegistry } from "./apps.ts";
import type { Clock } from "./clock.ts";
import { createOpaque } from "./random-string.ts";

/** What an access token is good for: `expired` and `revoked` ones are refused. */
export type TokenState = "active" | "expired" | "revoked";

/** An issued access token. */
export interface IssuedToken {
  readonly clientId: string;
  /** In ms since 1970. */
  readonly issuedAt: number;
  /** In ms since 1970. */
  readonly expiresAt: number;
  readonly state: TokenState;
}

/** The access tokens that were issued. */
export interface Tokens {
  /** How many are kept: those that are good, and for a while those that have expired. */
  readonly size: number;
  /** Looks an access token up; undefined when it was never issued, or is forgotten. */
  find(accessToken: string): IssuedToken | undefined;
  /**
   * Issues an access token without a request.
   *
   * @param lifetime in s; that of the emulator when left out
   * @throws {EmulatorError} `invalid_argument` when there is no such application
   */
  issue(clientId: string, lifetime?: number): string;
  /** Refuses an access token from now on. Says whether there was one. */
  revoke(accessToken: string): boolean;
  /**
   * Refuses all access tokens, or those of one application; gives how many were active.
   *
   * @throws {EmulatorError} `invalid_argument` when the client id is no text
   */
  revokeAll(clientId?: string): number;
}

/** What only the emulator itself asks. */
export interface TokenRegistry extends Tokens {
  /** Answers a token request. */
  grant(app: App): { readonly accessToken: string; readonly issuedAt: number; readonly expiresIn: number };
  /** Whether it is one of those that are kept, good or not. */
  isKept(accessToken: string): boolean;
  /** The application and the state of an access token; undefined when there is none such. */
  inspect(accessToken: string): { readonly app: App; readonly state: TokenState } | undefined;
}

export interface TokenSettings {
  /** In s. */
  readonly lifetime: number;
  readonly length: number;
  /** Whether an application gets the same token until it expires. */
  readonly reuse: boolean;
  /** The most that are kept; then the oldest go. */
  readonly limit: number;
}

interface Token {
  readonly app: App;
  readonly issuedAt: number;
  readonly expiresAt: number;
  isRevoked: boolean;
}

export function createTokens(settings: TokenSettings, apps: AppRegistry, clock: Clock): TokenRegistry {
  const tokens = new Map<string, Token>();
  /** The last token of each application, where it is handed out again. */
  const latest = new WeakMap<App, string>();
  let byAge = tokens.entries();
  let oldest = byAge.next();

  function issue(app: App, lifetime: number, issuedAt: number): { accessToken: string; token: Token } {
    const token = { app, issuedAt, expiresAt: issuedAt + lifetime * 1000, isRevoked: false };
    const accessToken = createOpaque(settings.length);
    tokens.set(accessToken, token);
    forgetOldest();
    return { accessToken, token };
  }

  /** An expired token is told from an unknown one for as long again as it lived. */
  function isForgettable({ issuedAt, expiresAt }: Token): boolean {
    return clock.now() > expiresAt + (expiresAt - issuedAt);
  }

  /** One iterator for all time: a new one would step over everything that was deleted before. */
  function forgetOldest(): void {
    if (oldest.done) {
      byAge = tokens.entries();
      oldest = byAge.next();
    }
    while (!oldest.done && (tokens.size > settings.limit || isForgettable(oldest.value[1]))) {
      tokens.delete(oldest.value[0]);
      oldest = byAge.next();
    }
  }

  function stateOf({ expiresAt, isRevoked }: Token): TokenState {
    if (isRevoked) {
      return "revoked";
    }
    return clock.now() < expiresAt ? "active" : "expired";
  }

  /** A token of an application that was removed, or replaced, is none. */
  function get(accessToken: string): Token | undefined {
    const token = tokens.get(accessToken);
    return token && isOfItsApp(token) ? token : undefined;
  }

  function isOfItsApp({ app }: Token): boolean {
    return apps.get(app.clientId) === app;
  }

  function reusable(app: App, now: number): { accessToken: string; token: Token } | undefined {
    const accessToken = latest.get(app) ?? "";
    const token = get(accessToken);
    // One of a time that the clock was moved back from would live longer than any.
    const isOfNow = token && token.issuedAt <= now && secondsLeft(token, now) > 0;
    const isGood = isOfNow && stateOf(token) === "active";
    return isGood ? { accessToken, token } : undefined;
  }

  function secondsLeft({ expiresAt }: Token, now: number): number {
    return Math.floor((expiresAt - now) / 1000);
  }

  return {
    get size() {
      return tokens.size;
    },
    find(accessToken) {
      const token = get(accessToken);
      return (
        token && {
          clientId: token.app.clientId,
          issuedAt: token.issuedAt,
          expiresAt: token.expiresAt,
          state: stateOf(token),
        }
      );
    },
    issue(clientId, lifetime = settings.lifetime) {
      const app = apps.get(clientId);
      if (!app) {
        throw new EmulatorError("invalid_argument", `There is no application ${formatValue(clientId)}.`);
      }
      if (!(lifetime > 0 && Number.isFinite(lifetime))) {
        throw new EmulatorError("invalid_argument", "The lifetime of a token is a number of seconds above 0.");
      }
      return issue(app, lifetime, clock.now()).accessToken;
    },
    revoke(accessToken) {
      const token = get(accessToken);
      if (token) {
        token.isRevoked = true;
      }
      return token !== undefined;
    },
    revokeAll(clientId) {
      if (clientId !== undefined && typeof clientId !== "string") {
        throw new EmulatorError(
          "invalid_argument",
          `tokens.revokeAll takes a client id, or nothing for all, not ${formatValue(clientId)}.`,
        );
      }
      const active = [...tokens.values()].filter(
        (token) =>
          isOfItsApp(token) &&
          stateOf(token) === "active" &&
          (clientId === undefined || token.app.clientId === clientId),
      );
      for (const token of active) {
        token.isRevoked = true;
      }
      return active.length;
    },
    grant(app) {
      // Once: the time goes on while it is read.
      const now = clock.now();
      const { accessToken, token } = (settings.reuse && reusable(app, now)) || issue(app, settings.lifetime, now);
      if (settings.reuse) {
        latest.set(app, accessToken);
      }
      return { accessToken, issuedAt: token.issuedAt, expiresIn: secondsLeft(token, now) };
    },
    isKept: (accessToken) => tokens.has(accessToken),
    inspect(accessToken) {
      const token = get(accessToken);
      return token && { app: token.app, state: stateOf(token) };
    },
  };
}
