import { type OpenApiDocument, type Pointer, pointerTo, resolve, type Source } from "@microbilt-oauth/spec";

/** A statement of the document. */
export interface DocumentStatement {
  /** Its place in the document. */
  readonly pointer: Pointer;
  /** Where it comes from. */
  readonly source: Source;
}

/** Lists the statements of the document, in its order: everything that has an `x-source`. */
export function documentStatements(document: OpenApiDocument): readonly DocumentStatement[] {
  return statementsBelow(document, []);
}

function statementsBelow(node: unknown, names: readonly string[]): readonly DocumentStatement[] {
  if (typeof node !== "object" || node === null) {
    return [];
  }
  const source = ownSource(node);
  const below = Object.entries(node).flatMap(([name, child]) => statementsBelow(child, [...names, name]));
  return source === undefined ? below : [{ pointer: pointerTo(...names), source }, ...below];
}

/**
 * Finds the statement to which a place belongs: the place itself, what it refers to, or the nearest that encloses it.
 *
 * @throws {Error} if the document has nothing at the place, or no statement encloses it
 */
export function statementAt(document: OpenApiDocument, place: Pointer): DocumentStatement {
  for (let pointer: string = place; pointer.startsWith("#/"); pointer = pointer.slice(0, pointer.lastIndexOf("/"))) {
    const statement = ownStatement(document, pointer as Pointer);
    if (statement) {
      return statement;
    }
  }
  throw new Error(`Neither ${place} nor any statement that encloses it has an x-source.`);
}

/** The statement at a place. A source beside a reference is more specific than that of the target. */
function ownStatement(document: OpenApiDocument, pointer: Pointer): DocumentStatement | undefined {
  const node = resolve(document, pointer);
  const source = ownSource(node);
  if (source !== undefined) {
    return { pointer, source };
  }
  const { $ref } = node as { readonly $ref?: Pointer };
  return $ref === undefined ? undefined : ownStatement(document, $ref);
}

function ownSource(node: unknown): Source | undefined {
  return (node as { readonly "x-source"?: Source })["x-source"];
}
