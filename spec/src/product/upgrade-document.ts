import { upgrade } from "@scalar/openapi-upgrader";
import type { OpenApiDocument } from "../document/openapi-document.ts";
import { isObject } from "../document/pointer.ts";
import { invalidDocument } from "./product-document-error.ts";

/** Converts a document to OpenAPI 3.1. */
export function upgradeDocument(source: unknown): OpenApiDocument {
  if (!isObject(source) || Array.isArray(source)) {
    throw invalidDocument("The document must be an object with the member openapi or swagger");
  }
  const version = source["openapi"] ?? source["swagger"];
  if (version === undefined) {
    throw invalidDocument("The document has neither the member openapi nor swagger, so it is not an OpenAPI document");
  }
  if (!/^(?:2\.0|3\.[01]\.\d+)$/.test(String(version))) {
    throw invalidDocument(`The document must be OpenAPI 3.0 or 3.1, or Swagger 2.0; got ${JSON.stringify(version)}`);
  }
  const external = findExternalReference(source);
  if (external !== undefined) {
    throw invalidDocument(
      `The document refers to another file, ${JSON.stringify(external)}. Bundle it first, for example with: npx @redocly/cli bundle`,
    );
  }
  try {
    // It changes what it is given.
    return upgrade(structuredClone(source), "3.1") as unknown as OpenApiDocument;
  } catch (error) {
    throw invalidDocument(
      `The document cannot be converted to OpenAPI 3.1: ${error instanceof Error ? error.message : error}`,
      error,
    );
  }
}

/** Far more than any document needs. One that contains itself, as an alias of YAML can, has no end. */
const MAX_DEPTH = 200;

/** Returns the first reference that does not point into the document itself. */
function findExternalReference(node: unknown, isValue = false, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) {
    throw invalidDocument(`The document is more than ${MAX_DEPTH} levels deep, or contains itself`);
  }
  if (!isObject(node)) {
    return undefined;
  }
  const reference = node["$ref"];
  if (typeof reference === "string" && !reference.startsWith("#") && !isValue) {
    return reference;
  }
  for (const [name, member] of Object.entries(node)) {
    // What an example shows is data, whatever it looks like.
    const found = /^(?:example|examples|default|enum|const|value)$/.test(name)
      ? undefined
      : findExternalReference(member, name === "properties", depth + 1);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
