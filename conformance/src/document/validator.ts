import type { OpenApiDocument, Pointer } from "@microbilt-oauth/spec";
import { Ajv2020 } from "ajv/dist/2020.js";

/** Says whether a value is as the schema at a pointer of the document has it. */
export type Validator = (pointer: Pointer, value: unknown) => boolean;

const DOCUMENT_ID = "document";

/** OpenAPI 3.1 schemas are JSON Schema 2020-12; of the keywords OpenAPI adds, none validates. */
export function createValidator(document: OpenApiDocument): Validator {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: DOCUMENT_ID }, undefined, false, false);
  return (pointer, value) => ajv.validate({ $ref: `${DOCUMENT_ID}${pointer}` }, value);
}
