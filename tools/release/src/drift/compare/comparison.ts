import type { Pointer } from "@microbilt-oauth/spec";
import type { Difference } from "../difference.ts";
import type { Documented } from "../document/documented.ts";
import type { PageFacts } from "../page/page-facts.ts";
import type { PageLine } from "../page/page-line.ts";

/** The two sides. */
export interface Comparison {
  /** What the page says. */
  readonly facts: PageFacts;
  /** What the document says. */
  readonly documented: Documented;
}

/** Where the page says something: a position in its text, a line, or nowhere. */
export type Where = number | PageLine | undefined;

/** Describes a difference, with the lines of both sides. */
export function difference(
  { facts, documented }: Comparison,
  fact: string,
  message: string,
  where: Where,
  pointer: Pointer,
): Difference {
  const page = typeof where === "number" ? facts.page.lineAt(where) : where;
  return { fact, message, page, document: documented.lineOf(pointer) };
}

/** A list in a sentence: `a, b and c`. */
export function listed(values: Iterable<string>): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(values);
}
