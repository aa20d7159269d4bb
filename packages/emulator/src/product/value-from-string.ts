import { dereference, type OpenApiDocument, type Schema } from "./document.ts";

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** References can lead in a circle. */
const MAX_DEPTH = 5;

/** Reads a value from a string of a parameter or a form, as its schema says: `"2024"` can be a number. */
export function valueFromString(document: OpenApiDocument, schema: Schema, text: string): unknown {
  const types = typesOf(document, schema);
  if (types.has("string")) {
    return text;
  }
  if ((types.has("integer") || types.has("number")) && NUMBER.test(text)) {
    return Number(text);
  }
  if (types.has("boolean") && (text === "true" || text === "false")) {
    return text === "true";
  }
  return text;
}

/** The JSON types that a schema allows, as far as it says them. */
export function typesOf(document: OpenApiDocument, schema: Schema, depth = 0): ReadonlySet<string> {
  const { type = [], allOf = [], anyOf = [], oneOf = [] } = dereference<Schema>(document, schema);
  const inner = depth < MAX_DEPTH ? [...allOf, ...anyOf, ...oneOf] : [];
  return new Set([
    ...(typeof type === "string" ? [type] : type),
    ...inner.flatMap((part) => [...typesOf(document, part, depth + 1)]),
  ]);
}
