import type { OpenApiDocument } from "./document.ts";
import { dereference, isObject, namesOf, type Pointer, pointerTo, resolve } from "./pointer.ts";

/**
 * Where a statement comes from: MicroBilt's documentation, practice, or a section of a standard (`rfc6749#5.1`).
 * In the document it stands in the extension `x-source`.
 */
export type Source = "documentation" | "observation" | RfcSection;

/** A section of an RFC, as `rfc6749#5.1`. */
export type RfcSection = `rfc${number}#${string}`;

/**
 * The source of what stands at a pointer: its own `x-source`, else that of the nearest enclosing statement.
 *
 * @throws {Error} when the document has no such place, or neither it nor anything around it has an `x-source`.
 */
export function sourceOf(document: OpenApiDocument, pointer: Pointer): Source {
  const names = namesOf(pointer);
  for (let depth = names.length; depth > 0; depth--) {
    const node = resolve(document, pointerTo(...names.slice(0, depth)));
    // A source beside a reference says more than that of what is referred to.
    for (const statement of [node, dereference(document, node)]) {
      if (isObject(statement) && typeof statement["x-source"] === "string") {
        return statement["x-source"] as Source;
      }
    }
  }
  throw new Error(`Neither ${pointer} nor anything around it has an x-source.`);
}

/** The address of a section of an RFC. */
export function rfcUrl(section: RfcSection): string {
  const [rfc, number] = section.split("#");
  return `https://www.rfc-editor.org/rfc/${rfc}#section-${number}`;
}

/** A section of an RFC as one reads it: `RFC 6749, section 5.1`. */
export function rfcTitle(section: RfcSection): string {
  const [rfc, number] = section.split("#");
  return `RFC ${rfc?.slice("rfc".length)}, section ${number}`;
}

export function isRfcSection(source: string): source is RfcSection {
  return /^rfc\d+#\d+(?:\.\d+)*$/.test(source);
}
