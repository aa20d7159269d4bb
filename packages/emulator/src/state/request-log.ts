import type { RefusalName } from "../contract/refusals.ts";
import type { EndpointName, FaultKind } from "../input/fault.ts";

/** A request that the emulator received. Client secrets, passwords and access tokens are redacted. */
export interface LoggedRequest {
  /** When the response was ready, in ms since 1970 by the emulator's clock. */
  readonly time: number;
  /** Whether it is a token request or a call to a product. */
  readonly endpoint: EndpointName;
  /** In upper case, such as `POST`. */
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** The parameters in the query. */
  readonly query: Readonly<Record<string, string>>;
  /** The header fields, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body of JSON or a form. A description in its place if it is invalid or too long. */
  readonly body: unknown;
  /** The client ID of the application, if the request was authenticated. */
  readonly clientId?: string;
  /** The status of the response. Undefined if no response was sent. */
  readonly status: number | undefined;
  /** The name of the error response, if the emulator sent one. */
  readonly refusal?: RefusalName;
  /** Why the emulator refused the request or echoed the call, for a developer. Responses of the document never have it. */
  readonly reason?: string;
  /** The kinds of the faults that were applied. */
  readonly faults: readonly FaultKind[];
}

/** The log of the latest requests. */
export interface Requests {
  /** Lists the requests, the oldest first. */
  list(): readonly LoggedRequest[];
  /** Empties the log. */
  clear(): void;
}

/** The log, with members for the emulator's own use. */
export interface RequestLog {
  /** The value of `emulator.requests`. */
  readonly exposed: Requests;
  /** Incremented by each reset, so that the caller of `add` can leave out a request that began before it. */
  readonly epoch: number;
  /** Logs a request. */
  add(request: LoggedRequest): void;
  /** Empties the log. */
  reset(): void;
}

/** @param limit how many requests to keep */
export function createRequestLog(limit: number): RequestLog {
  // A ring buffer, because removing the first element of an array takes time in proportion to its length.
  let ring: LoggedRequest[] = [];
  let next = 0;
  let epoch = 0;

  return {
    exposed: {
      list: () => (ring.length < limit ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)]),
      clear,
    },
    get epoch() {
      return epoch;
    },
    add(request) {
      if (limit > 0) {
        ring[next] = request;
        next = (next + 1) % limit;
      }
    },
    reset() {
      clear();
      epoch += 1;
    },
  };

  function clear(): void {
    ring = [];
    next = 0;
  }
}
