import type { Contract, OpenApiDocument, Pointer } from "@microbilt-oauth/spec";
import { readContract, sourceOf } from "@microbilt-oauth/spec";
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

/** A line of the document. */
export interface DocumentLine {
  /** The number of the line in the file, from 1. */
  readonly number: number;
  /** The line, without white space around it. */
  readonly text: string;
}

/** What the document says, and where. */
export interface Documented {
  /** The document, bundled. */
  readonly document: OpenApiDocument;
  /** The facts that code uses. */
  readonly contract: Contract;
  /** The line of what a pointer leads to, or of the nearest thing around it that the file contains. */
  lineOf(pointer: Pointer): DocumentLine;
  /** Whether the statement at a pointer comes from MicroBilt's documentation. */
  isDocumented(pointer: Pointer): boolean;
}

/**
 * @param document the document, bundled
 * @param yaml the text of `spec/openapi.yaml`
 */
export function readDocumented(document: OpenApiDocument, yaml: string): Documented {
  const counter = new LineCounter();
  const parsed = parseDocument(yaml, { lineCounter: counter, merge: true });
  const texts = yaml.split("\n");
  const root = parsed.contents;

  function follow(node: unknown): unknown {
    let target = node;
    for (let depth = 0; depth < 20; depth++) {
      if (isAlias(target)) {
        target = target.resolve(parsed);
      } else if (
        isMap(target) &&
        typeof target.get("$ref") === "string" &&
        String(target.get("$ref")).startsWith("#/")
      ) {
        target = find(namesOf(String(target.get("$ref")))).node;
      } else {
        return target;
      }
    }
    return target;
  }

  /** The node, and the node at which its line begins: the key of a member of a mapping. */
  function find(names: readonly string[]): { node: unknown; begin: unknown } {
    let node: unknown = root;
    let begin: unknown = root;
    for (const name of names) {
      const parent = follow(node);
      if (isMap(parent)) {
        const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === name);
        if (!pair) {
          return { node, begin };
        }
        ({ key: begin, value: node } = pair);
      } else if (isSeq(parent) && parent.items[Number(name)] !== undefined) {
        node = parent.items[Number(name)];
        begin = node;
      } else {
        return { node, begin };
      }
    }
    return { node, begin };
  }

  return {
    document,
    contract: readContract(document),
    lineOf(pointer) {
      const { begin } = find(namesOf(pointer));
      const offset = (begin as Node | null)?.range?.[0] ?? 0;
      const number = Math.max(1, counter.linePos(offset).line);
      return { number, text: (texts[number - 1] ?? "").trim() };
    },
    isDocumented: (pointer) => sourceOf(document, pointer) === "documentation",
  };
}

function namesOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((name) => decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~"));
}
