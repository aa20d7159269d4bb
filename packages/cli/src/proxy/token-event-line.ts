import type { MicrobiltEvent } from "@microbilt-oauth/client";

/**
 * Formats an event of the client as a line of the log. Returns undefined for events that are no news.
 *
 * @param now in ms since 1970
 */
export function formatTokenEvent(event: MicrobiltEvent, now: number): string | undefined {
  const text = describe(event);
  return text && `${new Date(now).toISOString().slice(11, 23)}  token  ${text}`;
}

function describe(event: MicrobiltEvent): string | undefined {
  switch (event.type) {
    case "token":
      return `obtained; it is valid for ${Math.round(event.lifetime / 1_000)} s`;
    case "token_refused":
      return `rejected by the server with status ${event.status}; another one is requested`;
    case "token_request_failed":
      return `request failed: ${event.code}${event.retryIn === undefined ? "" : `; next attempt in ${Math.round(event.retryIn)} ms`}`;
    default:
      return undefined;
  }
}
