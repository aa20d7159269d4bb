import type { Clock } from "./clock.ts";
import { withDeadline } from "./deadline.ts";

/** Far more than any token response needs. */
const MAX_BYTES = 64 * 1024;
const MAX_ERROR_BYTES = 8 * 1024;

/**
 * Reads a body as text. Returns undefined for a body of more than `maxBytes`, without reading the rest.
 *
 * @param signal aborting it cancels the body
 */
export async function readBody(
  { body }: Response,
  maxBytes: number = MAX_BYTES,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!body) {
    return "";
  }
  const reader = body.getReader();
  const cancel = () => {
    reader.cancel().catch(() => {});
  };
  signal?.addEventListener("abort", cancel);
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return text + decoder.decode();
    }
    length += value.byteLength;
    if (length > maxBytes) {
      cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Reads the body of an error response, for at most `delay` ms. Returns "" when it is long, late or broken. */
export async function readErrorBody(response: Response, clock: Clock, delay: number): Promise<string> {
  try {
    return (await withDeadline(clock, delay, (signal) => readBody(response, MAX_ERROR_BYTES, signal))) ?? "";
  } catch {
    return "";
  }
}

/** Cancels a body that nobody reads, which frees its connection. */
export function discard(response: Response | undefined): void {
  response?.body?.cancel().catch(() => {});
}
