import type { OpenApiDocument, Pointer } from "@microbilt-oauth/spec";
import { Ajv2020 } from "ajv/dist/2020.js";

const DOCUMENT_ID = "document";

/** Compiling the document is slow, and all checks use the same one. */
const validators = new WeakMap<OpenApiDocument, Ajv2020>();

/** Whether a value is valid against the schema at a pointer into the document. */
export function matchesSchema(document: OpenApiDocument, pointer: Pointer, value: unknown): boolean {
  const validate = (validators.get(document) ?? compile(document)).getSchema(`${DOCUMENT_ID}${pointer}`);
  if (!validate) {
    throw new Error(`The document has no schema at ${pointer}.`);
  }
  return validate(value) as boolean;
}

/**
 * Validates a value against a JSON Schema.
 *
 * @returns what is wrong with the value; undefined if it is valid
 */
export function schemaErrors(schema: object, value: unknown): string | undefined {
  const ajv = new Ajv2020();
  return ajv.validate(schema, value) ? undefined : ajv.errorsText();
}

/** OpenAPI 3.1 schemas are JSON Schema 2020-12; the keywords that OpenAPI adds validate nothing. */
function compile(document: OpenApiDocument): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: DOCUMENT_ID }, undefined, false, false);
  validators.set(document, ajv);
  return ajv;
}
