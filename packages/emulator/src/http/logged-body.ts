import { readContentType } from "./content-type.ts";
import type { RequestContext } from "./context.ts";

/** The log keeps many bodies, and a parsed body takes ten times the memory of the string. */
const MAX_LENGTH = 10_000;

/**
 * Returns a body as the log keeps it. Without a parsed value, that is a description, because a secret could be anywhere
 * in the string.
 */
export function loggedBody(c: RequestContext, text: string, value: unknown): unknown {
  if (value !== undefined && text.length <= MAX_LENGTH) {
    return value;
  }
  const { mediaType } = readContentType(c.req.raw.headers);
  return text === "" ? undefined : `${text.length} characters of ${mediaType || "unknown type"}`;
}
