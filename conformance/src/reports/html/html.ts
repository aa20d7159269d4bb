import type { html } from "hono/html";

/** A part of the page, with everything in it escaped. */
export type Html = ReturnType<typeof html>;

/** "1 check", "2 checks". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
