import type { MicrobiltErrorCode } from "./errors.ts";
import { ignoreRejection } from "./http/ignore-rejection.ts";

/** Something that the client did, for logs and metrics. No event contains a client secret or an access token. */
export type MicrobiltEvent =
  | TokenRequestEvent
  | TokenEvent
  | TokenRequestFailedEvent
  | TokenRefusedEvent
  | StoreFailedEvent;

/** The client sends a token request. */
export interface TokenRequestEvent {
  /** Identifies the event. */
  readonly type: "token_request";
  /** Counts the token requests for one token, from 1. */
  readonly attempt: number;
  /** Whether the request refreshes a token that is still valid, so that no caller waits for it. */
  readonly background: boolean;
}

/** The client has a new access token. */
export interface TokenEvent {
  /** Identifies the event. */
  readonly type: "token";
  /** Whether the token came from the token endpoint or from the store. */
  readonly from: "server" | "store";
  /** How long the token is valid, in ms, counted from before its request was sent. */
  readonly lifetime: number;
}

/** A token request failed. */
export interface TokenRequestFailedEvent {
  /** Identifies the event. */
  readonly type: "token_request_failed";
  /** The code of the error. */
  readonly code: MicrobiltErrorCode;
  /** The HTTP status of the response, if there was one. */
  readonly status: number | undefined;
  /** Whether the request refreshes a token that is still valid, so that no caller waits for it. */
  readonly background: boolean;
  /** How long the client waits before it sends the request again, in ms; undefined when it does not. */
  readonly retryIn: number | undefined;
}

/** The server rejected an access token that had not expired. */
export interface TokenRefusedEvent {
  /** Identifies the event. */
  readonly type: "token_refused";
  /** The HTTP status of the response. */
  readonly status: number;
}

/** An operation of the token store failed or took too long. The client continues without it. */
export interface StoreFailedEvent {
  /** Identifies the event. */
  readonly type: "store_failed";
  /** The operation: a method of the store. */
  readonly operation: StoreOperation;
}

/** An operation of a token store. */
export type StoreOperation = "get" | "set" | "delete" | "lock";

/** Receives an event. */
export type Emit = (event: MicrobiltEvent) => void;

/** Wraps a listener so that the client ignores what it throws, also when it is an async function. */
export function createEmitter(listener: Emit | undefined): Emit {
  return (event) => {
    try {
      ignoreRejection(listener?.(event));
    } catch {}
  };
}
