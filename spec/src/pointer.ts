import type { OpenApiDocument, Reference } from "./document.ts";

/** A JSON pointer into the document, as a URI fragment (RFC 6901, section 6): `#/components/schemas/TokenResponse`. */
export type Pointer = `#/${string}`;

/** The pointer to a place, given name by name. */
export function pointerTo(...names: readonly string[]): Pointer {
  return `#/${names.map((name) => name.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
}

/** The pointer to a place below another. */
export function below(pointer: Pointer, ...names: readonly string[]): Pointer {
  return `${pointer}/${pointerTo(...names).slice(2)}`;
}

/**
 * What stands at a pointer; references on the way are followed.
 *
 * @throws {Error} when nothing stands there.
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

/** The node itself, or what it refers to. */
export function dereference<T>(document: OpenApiDocument, node: T | Reference): T {
  return isReference(node) ? dereference(document, resolve(document, node.$ref) as T | Reference) : node;
}

/** The names in a pointer, unescaped, the outermost first. */
export function namesOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((name) => decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isReference(node: unknown): node is Reference {
  return isObject(node) && typeof node["$ref"] === "string";
}
