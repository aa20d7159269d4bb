import type { Clock } from "./clock.ts";
import { wait } from "./deadline.ts";

/** Far more than any token answer takes. */
const ENOUGH_IN_BYTES = 64 * 1024;
const LONGEST_REFUSAL_IN_BYTES = 8 * 1024;

/**
 * The body as text, or undefined when it is larger than a limit or takes too long; the rest is then not read.
 *
 * @param limit in bytes
 * @param over ends the reading
 */
export async function readBody(
  response: Response,
  limit: number = ENOUGH_IN_BYTES,
  over?: Promise<void>,
): Promise<string | undefined> {
  if (Number(response.headers.get("content-length")) > limit) {
    discard(response);
    return undefined;
  }
  const reader = response.body?.getReader();
  if (!reader) {
    return "";
  }
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const chunk = await (over ? Promise.race([reader.read(), over]) : reader.read());
    if (chunk?.done) {
      return text + decoder.decode();
    }
    length += chunk?.value.byteLength ?? 0;
    if (!chunk || length > limit) {
      reader.cancel().catch(() => {});
      return undefined;
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
}

/**
 * What a refusal says, which is short and comes at once; "" when it says nothing, or too much, or too slowly.
 *
 * @param delay how long to wait for it, in ms
 */
export async function readRefusal(response: Response, clock: Clock, delay: number): Promise<string> {
  const limit = wait(clock, delay);
  try {
    return (await readBody(response, LONGEST_REFUSAL_IN_BYTES, limit.over)) ?? "";
  } catch {
    return "";
  } finally {
    limit.end();
  }
}

/** Lets go of a body that nobody reads, and of its connection. */
export function discard({ body }: Response): void {
  body?.cancel().catch(() => {});
}
