import type { FetchLike } from "@microbilt-oauth/client";

/** What is known about the last request and its response. */
export interface Exchange {
  /** When the request was sent, in ms since 1970. */
  readonly sentAt: number;
  /** When the response arrived, in ms since 1970. */
  readonly receivedAt: number;
  /** The status of the response. */
  readonly status: number;
  /** The `Date` field of the response, in ms since 1970; undefined if it is missing or not a date. */
  readonly serverTime: number | undefined;
}

/** Wraps a `fetch`, and notes when each request was sent and what the head of its response said. */
export function recordExchanges(
  fetch: FetchLike,
  now: () => number,
  onExchange: (exchange: Exchange) => void,
): FetchLike {
  return async (url, init) => {
    const sentAt = now();
    const response = await fetch(url, init);
    const date = Date.parse(response.headers.get("date") ?? "");
    onExchange({
      sentAt,
      receivedAt: now(),
      status: response.status,
      serverTime: Number.isNaN(date) ? undefined : date,
    });
    return response;
  };
}
