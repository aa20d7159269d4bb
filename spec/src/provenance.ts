import type { OpenApiDocument } from "./document/openapi-document.ts";
import { dereference, isObject, namesOf, type Pointer, pointerTo, resolve } from "./document/pointer.ts";

/**
 * Where a statement in the document comes from, as its `x-source` says: MicroBilt's documentation, an observation, or a
 * section of an RFC (`rfc6749#5.1`).
 */
export type Source = "documentation" | "observation" | RfcSection;

/** A section of an RFC, such as `rfc6749#5.1`. */
export type RfcSection = `rfc${number}#${string}`;

/**
 * Returns the source of the statement at a pointer: its own `x-source`, or else that of the nearest enclosing
 * statement.
 *
 * @throws {Error} when the document has nothing at the pointer, or no statement on the way to it has an `x-source`.
 */
export function sourceOf(document: OpenApiDocument, pointer: Pointer): Source {
  const names = namesOf(pointer);
  for (let depth = names.length; depth > 0; depth--) {
    const node = resolve(document, pointerTo(...names.slice(0, depth)));
    // A source beside a reference is more specific than that of the target.
    for (const statement of [node, dereference(document, node)]) {
      if (isObject(statement) && typeof statement["x-source"] === "string") {
        return statement["x-source"] as Source;
      }
    }
  }
  throw new Error(`Neither ${pointer} nor any statement that encloses it has an x-source.`);
}

/** Returns the URL of a section of an RFC. */
export function rfcUrl(section: RfcSection): string {
  const [rfc, number] = section.split("#");
  return `https://www.rfc-editor.org/rfc/${rfc}#section-${number}`;
}

/** Formats a section of an RFC for a reader: `RFC 6749, section 5.1`. */
export function rfcTitle(section: RfcSection): string {
  const [rfc, number] = section.split("#");
  return `RFC ${rfc?.slice("rfc".length)}, section ${number}`;
}

/** Whether a string is a section of an RFC, such as `rfc6749#5.1`. */
export function isRfcSection(source: string): source is RfcSection {
  return /^rfc\d+#\d+(?:\.\d+)*$/.test(source);
}

/** Whether a value is allowed as an `x-source`. */
export function isSource(value: unknown): value is Source {
  return value === "documentation" || value === "observation" || (typeof value === "string" && isRfcSection(value));
}
