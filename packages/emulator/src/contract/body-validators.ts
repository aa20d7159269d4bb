import { Validator } from "@cfworker/json-schema";
import { type Contract, dereference, type OpenApiDocument, type Pointer, type Schema } from "@microbilt-oauth/spec";

/** Validates a body. Returns the first problem, or undefined if the body is valid. */
export type BodyValidator = (body: unknown) => BodyProblem | undefined;

/** Why a body is invalid. */
export interface BodyProblem {
  /** The member that is invalid or missing. Undefined if the problem is the body as a whole. */
  readonly member: string | undefined;
  /** The JSON Schema keyword that the body violates, such as `required` or `enum`. */
  readonly keyword: string;
  /** A description that quotes nothing of the body. */
  readonly message: string;
}

/** A validator for each kind of body that the document describes. */
export interface BodyValidators {
  /** The body of a token request in JSON. */
  readonly json: BodyValidator;
  /** The body of a token request as a form. */
  readonly form: BodyValidator;
  /** The body of a product call. */
  readonly resource: BodyValidator;
}

const DOCUMENT_ID = "document";

/** Creates the validators. Their library interprets schemas, because workerd forbids the code generation of others. */
export function createBodyValidators(document: OpenApiDocument, { flows, resource }: Contract): BodyValidators {
  // The library adds properties to the schemas it is given.
  const schemas = { ...structuredClone(document), $id: DOCUMENT_ID };
  return {
    json: createValidator(flows.json.pointer),
    form: createValidator(flows.form.pointer),
    resource: createValidator(resource.pointer),
  };

  function createValidator(pointer: Pointer): BodyValidator {
    const { required = [] } = dereference<Schema>(document, { $ref: pointer });
    // OpenAPI 3.1 schemas are JSON Schema 2020-12. The keywords that OpenAPI adds validate nothing.
    const validator = new Validator({ $ref: `${DOCUMENT_ID}${pointer}` }, "2020-12");
    validator.addSchema(schemas);
    return (body) => {
      const { valid, errors } = validator.validate(body);
      if (valid) {
        return undefined;
      }
      // The last error is the most specific, but of several missing members it names the last, and only in its text.
      const { instanceLocation = "", keyword = "", error = "" } = errors.at(-1) ?? {};
      const missing = keyword === "required" ? findMissing(body, required) : undefined;
      const [, member = missing] = instanceLocation.split("/");
      return { member, keyword, message: missing === undefined ? error : "The member is missing." };
    };
  }
}

function findMissing(body: unknown, required: readonly string[]): string | undefined {
  return required.find((name) => !Object.hasOwn(body as object, name));
}
