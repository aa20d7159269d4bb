import type { ServerMessage } from "./http/server-message.ts";

/** What went wrong, for programs. Stable: a code is never reused for something else. */
export type MicrobiltErrorCode =
  /** An option of `createClient` or an argument is not usable; the message says what to write instead. */
  | "invalid_argument"
  /** The address is not at the configured origin, so the bearer was not sent. */
  | "foreign_origin"
  /** The server answered with a redirect, which is not followed. */
  | "redirected"
  /** A function given as client id or secret threw or gave no text. */
  | "credentials_unavailable"
  /** The client id or the client secret is wrong. */
  | "invalid_client"
  /** The token endpoint refused the request for another reason. */
  | "token_request_refused"
  /** Too many token requests (429), also after the retries. */
  | "rate_limited"
  /** The token endpoint failed (5xx), also after the retries. */
  | "server_error"
  /** No answer came: no connection, or it broke; for token requests also after the retries. */
  | "network_error"
  /** The token endpoint did not answer within `timeout`, also after the retries. */
  | "timeout"
  /** The token endpoint's answer took longer than its token lives, also after the retries. */
  | "token_expired"
  /** The token endpoint's answer is larger than any token. */
  | "response_too_large"
  /** The token endpoint's answer is no JSON object: empty, cut short, or a page. */
  | "response_not_json"
  /** The token endpoint's answer says something else than that the token was approved. */
  | "token_not_approved"
  /** The token endpoint's answer names a type of token that is not sent as a bearer. */
  | "token_type_unsupported"
  /** The token endpoint's answer holds no access token. */
  | "access_token_missing"
  /** The access token holds characters that cannot be sent (RFC 6750, section 2.1). */
  | "access_token_malformed";

/** More about a {@link MicrobiltError}. */
export interface MicrobiltErrorDetails {
  readonly status?: number | undefined;
  readonly server?: ServerMessage | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Every failure of this library. It never holds a client secret or an access token.
 *
 * @example
 * ```ts
 * try {
 *   await microbilt.getAccessToken();
 * } catch (error) {
 *   if (error instanceof MicrobiltError && error.code === "invalid_client") {
 *     // ask for other credentials
 *   }
 * }
 * ```
 */
export class MicrobiltError extends Error {
  override readonly name = "MicrobiltError";
  /** What went wrong, for programs. */
  readonly code: MicrobiltErrorCode;
  /** The HTTP status, if the server answered. */
  readonly status: number | undefined;
  /** What the server said, if it said anything readable. */
  readonly server: ServerMessage | undefined;
  /** How long the server asked to wait, in ms. */
  readonly retryAfter: number | undefined;

  constructor(code: MicrobiltErrorCode, message: string, details: MicrobiltErrorDetails = {}) {
    super(message, details);
    this.code = code;
    this.status = details.status;
    this.server = details.server;
    this.retryAfter = details.retryAfter;
  }
}
