/**
 * Identifies a failure for programs. Codes are stable: a code is never reused for another failure.
 *
 * - `invalid_argument`: an option or an argument is invalid; the message says what to pass instead.
 * - `foreign_origin`: the URL is not at the configured origin, so the access token was not sent.
 * - `redirected`: the server responded with a redirect, which the client does not follow.
 * - `credentials_unavailable`: a function passed as `clientId` or `clientSecret` failed, took too long, or returned no
 *   string.
 * - `invalid_client`: the client ID or the client secret is wrong.
 * - `token_request_refused`: the token endpoint rejected the request for another reason, or there is no token endpoint
 *   at this address.
 * - `rate_limited`: there were too many token requests (429); retries did not help.
 * - `server_error`: the token endpoint failed (5xx, 408 or 425); retries did not help.
 * - `network_error`: the request failed before a response arrived; for token requests, retries did not help.
 * - `invalid_fetch`: `fetch` threw an error that is not about the network, or did not return a Response. It does not
 *   behave like the standard `fetch`, or it does not accept an option or a header.
 * - `timeout`: the token endpoint did not respond within `timeout`; retries did not help.
 * - `token_expired`: the access token expired before it could be used, because a response took too long; retries did not
 *   help.
 * - `response_too_large`: the token response is larger than any real one.
 * - `response_not_json`: the token response is not a JSON object: it is empty, truncated, or an HTML page.
 * - `token_not_approved`: the token response has a `status` other than approved.
 * - `token_type_unsupported`: the token response has a `token_type` that is not sent as a bearer.
 * - `access_token_missing`: the token response has no access token.
 * - `access_token_malformed`: the access token has characters that a header cannot carry (RFC 6750, section 2.1).
 */
export type MicrobiltErrorCode =
  | "invalid_argument"
  | "foreign_origin"
  | "redirected"
  | "credentials_unavailable"
  | "invalid_client"
  | "token_request_refused"
  | "rate_limited"
  | "server_error"
  | "network_error"
  | "invalid_fetch"
  | "timeout"
  | "token_expired"
  | "response_too_large"
  | "response_not_json"
  | "token_not_approved"
  | "token_type_unsupported"
  | "access_token_missing"
  | "access_token_malformed";

/** What a server says about an error. Secrets are redacted, and each member is at most 200 characters long. */
export interface ServerMessage {
  /** The server's code, such as `invalid_client` or `keymanagement.service.access_token_expired`. */
  readonly code?: string;
  /** The server's explanation for a human reader. */
  readonly message?: string;
}

/** The details of a {@link MicrobiltError}. */
export interface MicrobiltErrorDetails {
  /** The HTTP status of the response, if there was one. */
  readonly status?: number | undefined;
  /** What the server said about the error, if it was readable. */
  readonly server?: ServerMessage | undefined;
  /** How long the server asks clients to wait, in ms. */
  readonly retryAfter?: number | undefined;
  /** The error that caused this one. */
  readonly cause?: unknown;
}

/**
 * The error of every failure in this package. It never contains a client secret or an access token.
 *
 * @example
 * ```ts
 * try {
 *   await microbilt.getAccessToken();
 * } catch (error) {
 *   if (isMicrobiltError(error) && error.code === "invalid_client") {
 *     // Ask for other credentials.
 *   }
 * }
 * ```
 */
export class MicrobiltError extends Error {
  /** Always `MicrobiltError`. */
  override readonly name = "MicrobiltError";
  /** Identifies the failure for programs. {@link MicrobiltErrorCode} describes the codes. */
  declare readonly code: MicrobiltErrorCode;
  /** The HTTP status of the response, if there was one. */
  declare readonly status: number | undefined;
  /** What the server said about the error, if it was readable. */
  declare readonly server: ServerMessage | undefined;
  /** How long the server asks clients to wait, in ms. */
  declare readonly retryAfter: number | undefined;

  /**
   * Creates an error. Only tests need this.
   *
   * @param code identifies the failure for programs
   * @param message describes the failure for people
   * @param details what else is known
   */
  constructor(code: MicrobiltErrorCode, message: string, details: MicrobiltErrorDetails = {}) {
    super(message, details);
    Object.assign(this, details, { code });
  }

  /** Returns what `JSON.stringify` and loggers show: everything except the cause, whose reason is in the message. */
  toJSON(): object {
    return { ...this, message: this.message };
  }
}

/**
 * Returns whether a value is a {@link MicrobiltError}. Unlike `instanceof`, it also recognizes errors of another realm, such
 * as an iframe, and of another copy of this package, which a dependency can bring along.
 */
export function isMicrobiltError(value: unknown): value is MicrobiltError {
  const { name, code } = Object(value) as Partial<MicrobiltError>;
  const isError = Object.prototype.toString.call(value) === "[object Error]";
  return isError && name === "MicrobiltError" && typeof code === "string";
}
