import { invalidArgument } from "../errors.ts";
import { formatValue } from "../input/validation/format-value.ts";
import { type App, type AppRegistry, notRegistered } from "./apps.ts";
import type { Clock } from "./clock.ts";
import { randomString } from "./random-string.ts";

/** Whether an access token is valid. */
export type TokenState = "active" | "expired" | "revoked";

/** An access token that the emulator issued. */
export interface IssuedToken {
  /** The client ID of the application that the token was issued to. */
  readonly clientId: string;
  /** In ms since 1970, by the emulator's clock. */
  readonly issuedAt: number;
  /** In ms since 1970, by the emulator's clock. */
  readonly expiresAt: number;
  /** Only an `active` token is valid. */
  readonly state: TokenState;
}

/** The access tokens that the emulator issued. */
export interface Tokens {
  /** How many tokens the emulator remembers. It forgets expired ones after a while. */
  readonly size: number;
  /** Returns what is known about an access token. Undefined if it was never issued or is forgotten. */
  find(accessToken: string): IssuedToken | undefined;
  /**
   * Issues an access token without a token request.
   *
   * @param expiresIn how long the token is valid, in s; the emulator's `expiresIn` by default
   * @throws {EmulatorError} `invalid_argument`
   */
  issue(clientId: string, expiresIn?: number): string;
  /** Revokes an access token. Returns whether the emulator knew it. */
  revoke(accessToken: string): boolean;
  /**
   * Revokes every access token, or those of one application. Returns how many were active.
   *
   * @throws {EmulatorError} `invalid_argument` if the client ID is not a string
   */
  revokeAll(clientId?: string): number;
}

/** The access tokens, with members for the emulator's own use. */
export interface TokenRegistry {
  /** The value of `emulator.tokens`. */
  readonly exposed: Tokens;
  /** Returns the token for the response to a token request. */
  grant(app: App): GrantedToken;
  /** Whether a string is an access token that the emulator remembers, valid or not. */
  has(accessToken: string): boolean;
  /** Returns the application and the state of an access token. Undefined if it is unknown. */
  inspect(accessToken: string): { readonly app: App; readonly state: TokenState } | undefined;
  /** Forgets every token. */
  reset(): void;
}

/** A token for the response to a token request. */
export interface GrantedToken {
  readonly accessToken: string;
  /** In ms since 1970. */
  readonly issuedAt: number;
  /** For how many more whole seconds the token is valid. */
  readonly expiresIn: number;
}

export interface TokenSettings {
  /** How long a token is valid, in ms. */
  readonly lifetime: number;
  /** The number of characters in a token. */
  readonly length: number;
  /** Whether an application receives the same token until it expires. */
  readonly reuse: boolean;
  /** How many tokens to remember. The oldest are forgotten first. */
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
  /** The latest token of each application, if tokens are reused. */
  const latest = new WeakMap<App, string>();
  let byAge = tokens.entries();
  let oldest = byAge.next();

  return {
    exposed: {
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
      issue(clientId, expiresIn = settings.lifetime / 1000) {
        const app = apps.get(clientId);
        if (!app) {
          throw notRegistered(clientId);
        }
        if (!(expiresIn > 0 && Number.isFinite(expiresIn))) {
          throw invalidArgument(`expiresIn must be a positive number of seconds; got ${formatValue(expiresIn)}`);
        }
        return issue(app, expiresIn * 1000, clock.now()).accessToken;
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
          throw invalidArgument(
            `clientId must be a string, or omitted for every application; got ${formatValue(clientId)}`,
          );
        }
        const active = [...tokens.values()].filter(
          (token) =>
            (clientId === undefined || token.app.clientId === clientId) &&
            isOfRegisteredApp(token) &&
            stateOf(token) === "active",
        );
        for (const token of active) {
          token.isRevoked = true;
        }
        return active.length;
      },
    },
    grant(app) {
      // Read once, because the clock moves on between two readings.
      const now = clock.now();
      const { accessToken, token } = (settings.reuse && findReusable(app, now)) || issue(app, settings.lifetime, now);
      if (settings.reuse) {
        latest.set(app, accessToken);
      }
      return { accessToken, issuedAt: token.issuedAt, expiresIn: secondsLeft(token, now) };
    },
    has: (accessToken) => tokens.has(accessToken),
    inspect(accessToken) {
      const token = get(accessToken);
      return token && { app: token.app, state: stateOf(token) };
    },
    reset: () => tokens.clear(),
  };

  function issue(app: App, lifetime: number, issuedAt: number): { accessToken: string; token: Token } {
    const token = { app, issuedAt, expiresAt: issuedAt + lifetime, isRevoked: false };
    const accessToken = randomString(settings.length);
    tokens.set(accessToken, token);
    forgetOldest();
    return { accessToken, token };
  }

  /** Uses one iterator throughout, because a new one would step over every entry that was deleted before. */
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

  /**
   * After it expires, a token is remembered for as long as it was valid, so that the emulator refuses it as expired and
   * not as unknown.
   */
  function isForgettable({ issuedAt, expiresAt }: Token): boolean {
    return clock.now() > expiresAt + (expiresAt - issuedAt);
  }

  function stateOf({ expiresAt, isRevoked }: Token): TokenState {
    if (isRevoked) {
      return "revoked";
    }
    return clock.now() < expiresAt ? "active" : "expired";
  }

  function get(accessToken: string): Token | undefined {
    const token = tokens.get(accessToken);
    return token && isOfRegisteredApp(token) ? token : undefined;
  }

  /** The token of an application that was removed, or replaced by another of the same id, is unknown. */
  function isOfRegisteredApp({ app }: Token): boolean {
    return apps.get(app.clientId) === app;
  }

  function findReusable(app: App, now: number): { accessToken: string; token: Token } | undefined {
    const accessToken = latest.get(app) ?? "";
    const token = get(accessToken);
    // A token from the future, issued before the clock was moved back, would be valid for too long.
    const isReusable = token && token.issuedAt <= now && secondsLeft(token, now) > 0 && stateOf(token) === "active";
    return isReusable ? { accessToken, token } : undefined;
  }
}

function secondsLeft({ expiresAt }: Token, now: number): number {
  return Math.floor((expiresAt - now) / 1000);
}
