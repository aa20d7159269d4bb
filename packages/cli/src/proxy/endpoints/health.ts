import type { MicrobiltEvent } from "@microbilt-oauth/client";

/** The path at which the proxy tells about itself. */
export const HEALTH_PATH = "/_microbilt/health";

/** The response at {@link HEALTH_PATH}. It has no secret. */
export interface Health {
  /** The server that the proxy calls: its environment, or its URL. */
  readonly server: string;
  /** The access token. */
  readonly token: {
    /** Whether the proxy has a token that has not expired. */
    readonly held: boolean;
    /** When the token expires, as an ISO date; null without a token. */
    readonly expiresAt: string | null;
    /** The code of the error with which the latest token request failed; null if it did not. */
    readonly error: string | null;
  };
}

/** What the proxy knows about its access token, from the events of its client. */
export interface TokenWatch {
  /** Receives an event of the client. */
  onEvent(event: MicrobiltEvent): void;
  /** Returns the state of the access token. */
  read(): Health["token"];
}

/** @param now returns the time, in ms since 1970 */
export function watchToken(now: () => number): TokenWatch {
  let requestedAt = 0;
  let expiresAt = 0;
  let error: string | null = null;
  return {
    onEvent(event) {
      if (event.type === "token_request") {
        requestedAt = now();
      } else if (event.type === "token") {
        // The lifetime counts from before the request was sent.
        expiresAt = requestedAt + event.lifetime;
        error = null;
      } else if (event.type === "token_request_failed") {
        error = event.code;
      } else if (event.type === "token_refused") {
        expiresAt = 0;
      }
    },
    read() {
      const held = expiresAt > now();
      return { held, expiresAt: held ? new Date(expiresAt).toISOString() : null, error };
    },
  };
}
