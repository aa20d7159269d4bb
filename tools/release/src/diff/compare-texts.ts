import { dereference, type OpenApiDocument } from "@microbilt-oauth/spec";
import { compatible, editorial, partition } from "./changes.ts";
import { describePlace } from "./place.ts";
import type { Change } from "./spec-diff.ts";

/** Members that are compared as what they mean, by the other comparisons. */
const COMPARED = new Set(
  "openapi $ref url type enum const pattern required properties items oneOf anyOf allOf minLength maxLength minItems maxItems minimum maximum additionalProperties x-unit x-environment x-alias-of x-remedy operationId name in scheme security paths responses content parameters schemas securitySchemes requestBodies headers requestBody exclusiveMinimum exclusiveMaximum minProperties maxProperties multipleOf uniqueItems not".split(
    " ",
  ),
);

/** Members that only people read. */
const TEXTS = ["description", "summary", "title", "tags"];

/** Members that show what is possible, and restrict nothing. */
const SAMPLES = ["value", "example", "default"];

/** Compares everything at a place that both documents have and that the other comparisons leave out. */
export function compareTexts(base: OpenApiDocument, head: OpenApiDocument): readonly Change[] {
  const byEnvironment = (document: OpenApiDocument) => ({
    ...document,
    servers: Object.fromEntries((document.servers ?? []).map((one) => [one["x-environment"] ?? one.url, one])),
  });
  return compareNodes({ base, head }, byEnvironment(base), byEnvironment(head), "#");
}

interface Documents {
  readonly base: OpenApiDocument;
  readonly head: OpenApiDocument;
}

function compareNodes(documents: Documents, old: unknown, now: unknown, pointer: string): readonly Change[] {
  if (!isObject(old) || !isObject(now)) {
    return [];
  }
  // What was moved to another place, and is referred to, says the same.
  const isMoved = old["$ref"] !== now["$ref"];
  const before = isMoved ? resolved(documents.base, old) : old;
  const after = isMoved ? resolved(documents.head, now) : now;
  const { both, removed, added } = partition(before, after);
  return [
    ...[...removed, ...added]
      .filter((name) => isLeaf(name, before[name] ?? after[name], pointer) || !isCompared(pointer))
      .flatMap(changed),
    ...both.flatMap((name) =>
      isLeaf(name, after[name], pointer)
        ? same(before[name], after[name])
          ? []
          : changed(name)
        : compareNodes(
            documents,
            before[name],
            after[name],
            `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
          ),
    ),
  ];

  function changed(name: string): readonly Change[] {
    if (COMPARED.has(name) || (pointer === "#/info" && name === "version")) {
      return [];
    }
    const place = describePlace(pointer);
    if (name === "examples" || pointer.endsWith("/examples")) {
      return [
        editorial({
          pointer: pointer.endsWith("/examples") ? `${pointer}/${name}` : pointer,
          sentence:
            name === "examples"
              ? `The examples of ${place} changed.`
              : `${describePlace(`${pointer}/${name}`).replace(/^t/, "T")} was ${Object.hasOwn(after, name) ? "added" : "removed"}.`,
          reason: "It shows what is possible, and restricts nothing.",
        }),
      ];
    }
    const facts = { pointer, ...sideOf("before", before, name), ...sideOf("after", after, name) };
    if (name === "x-source") {
      return [
        editorial({
          ...facts,
          sentence: `The source of ${place} changed from ${text(before[name])} to ${text(after[name])}.`,
          reason: "Who says so changes nothing on the wire; it changes how strictly the suite checks it.",
        }),
      ];
    }
    if (TEXTS.includes(name)) {
      return [
        editorial({ pointer, sentence: `The ${name} of ${place} changed.`, reason: "Nothing changes on the wire." }),
      ];
    }
    if (SAMPLES.includes(name)) {
      const reason = "It shows what is possible, and restricts nothing.";
      return [editorial({ pointer, sentence: `The ${name} of ${place} changed.`, reason })];
    }
    return pointer.startsWith("#/info") || pointer.startsWith("#/tags") || name === "format"
      ? [editorial({ ...facts, sentence: `${name} of ${place} changed.`, reason: "Nothing changes on the wire." })]
      : [
          compatible({
            ...facts,
            sentence: `${name} of ${place} changed.`,
            reason: "No comparison knows what this means: look at it yourself.",
          }),
        ];
  }
}

/** Places whose parts the other comparisons pair up: what is new or gone there is their business. */
const CONTAINERS = new Set(
  "paths responses content properties schemas securitySchemes requestBodies parameters headers servers".split(" "),
);

function isCompared(pointer: string): boolean {
  const names = pointer.split("/");
  const isPathItem = names.length === 3 && names[1] === "paths";
  return pointer === "#" || isPathItem || CONTAINERS.has(names.at(-1) ?? "") || pointer === "#/components";
}

/** Members beside a reference win. */
function resolved(
  document: OpenApiDocument,
  node: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { $ref, ...own } = node;
  return typeof $ref === "string" ? { ...dereference<Record<string, unknown>>(document, { $ref }), ...own } : node;
}

/** A list, a text or the value of an example is compared as a whole. */
function isLeaf(name: string, value: unknown, pointer: string): boolean {
  const isExampleValue = name === "value" && /\/examples\/[^/]+$/.test(pointer);
  return !isObject(value) || isExampleValue || Array.isArray(value);
}

function same(old: unknown, now: unknown): boolean {
  return normalize(old) === normalize(now);
}

/** White space in a text means nothing. */
function normalize(value: unknown): string {
  return typeof value === "string" ? value.replace(/\s+/g, " ").trim() : JSON.stringify(value);
}

function sideOf(side: "before" | "after", node: Readonly<Record<string, unknown>>, name: string): object {
  return node[name] === undefined || isObject(node[name]) ? {} : { [side]: node[name] };
}

function text(value: unknown): string {
  return value === undefined ? "none" : String(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
