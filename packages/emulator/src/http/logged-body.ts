import { readContentType } from "./content-type.ts";
import type { RequestContext } from "./context.ts";

/** The log keeps many bodies, and each takes ten times the memory of its text. */
const MOST_CHARACTERS = 10_000;

/** A body as the log holds it. Without a value it is told in words: a secret could be anywhere in it. */
export function loggedBody(c: RequestContext, text: string, value: unknown): unknown {
  if (value !== undefined && text.length <= MOST_CHARACTERS) {
    return value;
  }
  const { mediaType } = readContentType(c.req.raw.headers);
  return text === "" ? undefined : `${text.length} characters of ${mediaType || "no media type"}`;
}
