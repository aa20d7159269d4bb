import type { MicrobiltErrorCode } from "./errors.ts";

/** Something that happened, for logs and metrics. No event holds a client secret or an access token. */
export type MicrobiltEvent =
  /** A token request is sent; `attempt` counts from 1. `background`: nobody waits for it. */
  | { readonly type: "token_request"; readonly attempt: number; readonly background: boolean }
  /** There is a new access token, from the token endpoint or from the store. `lifetime` in ms. */
  | { readonly type: "token"; readonly from: "server" | "store"; readonly lifetime: number }
  /** A token request failed. `retryIn` in ms, if it is sent again. */
  | {
      readonly type: "token_request_failed";
      readonly code: MicrobiltErrorCode;
      readonly status: number | undefined;
      readonly background: boolean;
      readonly retryIn: number | undefined;
    }
  /** The server refused an access token that had not expired. */
  | { readonly type: "token_refused"; readonly status: number }
  /** The store or its lock failed; the client goes on without. */
  | { readonly type: "store_failed"; readonly operation: "get" | "set" | "lock" };

/** Tells a listener; what it throws is its own affair. */
export function tell(listener: ((event: MicrobiltEvent) => void) | undefined, event: MicrobiltEvent): void {
  try {
    listener?.(event);
  } catch {}
}
