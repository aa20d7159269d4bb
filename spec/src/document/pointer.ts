import type { OpenApiDocument, Reference } from "./openapi-document.ts";

/**
 * A JSON pointer into the document, as a URI fragment: `#/components/schemas/TokenResponse`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-6
 */
export type Pointer = `#/${string}`;

/**
 * Builds a pointer.
 *
 * @param names the names on the way to the target, unescaped, outermost first
 */
export function pointerTo(...names: readonly string[]): Pointer {
  return `#/${names.map((name) => name.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
}

/**
 * Extends a pointer.
 *
 * @param pointer the pointer to start from
 * @param names the names on the way from there to the target, unescaped, outermost first
 */
export function below(pointer: Pointer, ...names: readonly string[]): Pointer {
  return `${pointer}/${pointerTo(...names).slice("#/".length)}`;
}

/**
 * Returns the value at a pointer, and follows the references on the way to it. A reference at the pointer itself is
 * returned as it is.
 *
 * @throws {Error} when the document has no value at the pointer; the message names the first part that is missing.
 */
export function resolve(document: OpenApiDocument, pointer: string): unknown {
  const names = namesOf(pointer);
  let node: unknown = document;
  for (const [depth, name] of names.entries()) {
    const parent = dereference(document, node);
    if (!isObject(parent) || !Object.hasOwn(parent, name)) {
      throw new Error(`The document has nothing at ${pointerTo(...names.slice(0, depth + 1))}.`);
    }
    node = parent[name];
  }
  return node;
}

/**
 * Follows a reference until it leads to something that is not one. Any other node is returned as it is.
 *
 * @throws {Error} when a reference leads nowhere.
 */
export function dereference<T>(document: OpenApiDocument, node: T | Reference): T {
  return isReference(node) ? dereference(document, resolve(document, node.$ref) as T | Reference) : node;
}

/** Splits a pointer into its names, unescaped, outermost first. */
export function namesOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((name) => decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Whether a value is an object or an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isReference(node: unknown): node is Reference {
  return isObject(node) && typeof node["$ref"] === "string";
}
