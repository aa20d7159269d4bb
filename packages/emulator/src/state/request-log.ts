import type { RefusalName } from "../contract/refusals.ts";
import type { EndpointName, FaultKind } from "../input/fault.ts";

/** A request that was answered, or broken off by a fault. It holds no client secret and no access token. */
export interface LoggedRequest {
  /** When it was answered, in ms since 1970 by the emulator's clock. */
  readonly time: number;
  readonly endpoint: EndpointName;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** What its JSON or form holds; in words what it is otherwise. */
  readonly body: unknown;
  /** The application, where it is known. */
  readonly clientId?: string;
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  /** Why it was refused, if it was. */
  readonly refusal?: RefusalName;
  /** The same in words, for a developer; it is never sent. */
  readonly reason?: string;
  /** The faults that were applied. */
  readonly faults: readonly FaultKind[];
}

/** The last requests that arrived. */
export interface Requests {
  /** The first is the oldest. */
  list(): readonly LoggedRequest[];
  clear(): void;
}

/** What only the emulator itself does. */
export interface RequestLog extends Requests {
  add(request: LoggedRequest): void;
}

/** Keeps the last so many. */
export function createRequestLog(limit: number): RequestLog {
  // A ring: dropping the first of an array costs as much as the array is long.
  let ring: LoggedRequest[] = [];
  let next = 0;
  return {
    add(request) {
      if (limit > 0) {
        ring[next] = request;
        next = (next + 1) % limit;
      }
    },
    list: () => (ring.length < limit ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)]),
    clear() {
      ring = [];
      next = 0;
    },
  };
}
