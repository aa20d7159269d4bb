/** Members whose values are data, in which `$ref` means nothing. */
const DATA: ReadonlySet<string> = new Set(["const", "default", "enum", "example", "examples"]);

/**
 * Returns the first reference in a document to a part that it does not contain. openapi-typescript would report it with lines of
 * its own.
 */
export function findMissingReference(document: unknown): string | undefined {
  const isMissing = (reference: string) => reference.startsWith("#/") && !contains(document, reference);
  return [...listReferences(document)].find(isMissing);
}

function* listReferences(node: unknown): Generator<string> {
  if (typeof node !== "object" || node === null) {
    return;
  }
  for (const [name, value] of Object.entries(node)) {
    if (name === "$ref" && typeof value === "string") {
      yield value;
    } else if (!DATA.has(name)) {
      yield* listReferences(value);
    }
  }
}

/** @see {@link https://www.rfc-editor.org/rfc/rfc6901#section-6 | RFC 6901, section 6} */
function contains(document: unknown, reference: string): boolean {
  let node = document;
  for (const token of reference.slice(2).split("/")) {
    const name = decode(token).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, name)) {
      return false;
    }
    node = (node as Readonly<Record<string, unknown>>)[name];
  }
  return true;
}

/** In `#/100%`, the percent sign should be encoded; it stands for itself. */
function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
