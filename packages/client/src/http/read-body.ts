import type { Clock } from "./clock.ts";
import { withDeadline } from "./deadline.ts";

/** Far more than any token response needs. */
const MAX_BYTES = 64 * 1024;
const MAX_ERROR_BYTES = 8 * 1024;

/**
 * Reads a body as text. Returns undefined for a body of more than `maxBytes`, without reading the rest if it is a stream.
 * Not every `fetch` returns a stream.
 *
 * @param signal aborting it cancels the body
 */
export async function readBody(
  response: Response,
  maxBytes: number = MAX_BYTES,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!isShort(response, maxBytes)) {
    return undefined;
  }
  if (!response.body?.getReader) {
    const text = await response.text();
    return text.length > maxBytes ? undefined : text;
  }
  const reader = response.body.getReader();
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

/** Reads the body of an error response, for at most `delay` ms. Returns "" when it is too long, too late or incomplete. */
export async function readErrorBody(response: Response, clock: Clock, delay: number): Promise<string> {
  try {
    return (await withDeadline(clock, delay, (signal) => readBody(response, MAX_ERROR_BYTES, signal))) ?? "";
  } catch {
    return "";
  }
}

/** A gateway fault arrives at once; a body that takes longer belongs to the product. */
const MAX_FAULT_DELAY_IN_MS = 1_000;

/**
 * Reads a copy of a JSON error body, so that the response itself stays readable. Returns "" when it is long, late, broken
 * or not JSON.
 */
export async function peekErrorBody(response: Response, clock: Clock): Promise<string> {
  const isJson = /[/+]json\b/i.test(response.headers.get("content-type") ?? "");
  // With node-fetch, a copy of a long body that is not read to its end keeps the body itself from arriving.
  if (!isJson || !isShort(response, MAX_ERROR_BYTES)) {
    return "";
  }
  try {
    return await readErrorBody(response.clone(), clock, MAX_FAULT_DELAY_IN_MS);
  } catch {
    return "";
  }
}

/** Cancels a body that nobody reads, or else reads it, which frees its connection. */
export async function discard(response: Response | undefined): Promise<void> {
  try {
    await (response?.body?.cancel?.() ?? response?.text());
  } catch {}
}

function isShort({ headers }: Response, maxBytes: number): boolean {
  return !(Number(headers.get("content-length")) > maxBytes);
}
