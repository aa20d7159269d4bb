import { Validator } from "@cfworker/json-schema";
import { type Contract, dereference, type OpenApiDocument, type Pointer, type Schema } from "@microbilt-oauth/spec";

/** The first thing that is wrong with a body; undefined when nothing is. */
export type BodyValidator = (body: unknown) => BodyProblem | undefined;

export interface BodyProblem {
  /** The member that is wrong; undefined when the body as a whole is. */
  readonly member: string | undefined;
  /** The keyword of JSON Schema that says so, such as `required` or `enum`. */
  readonly keyword: string;
  /** In words; it quotes nothing of the body. */
  readonly message: string;
}

/** What the document says about each body that can be sent. */
export interface BodyValidators {
  readonly json: BodyValidator;
  readonly form: BodyValidator;
  readonly resource: BodyValidator;
}

const DOCUMENT_ID = "document";

/** With a validator that interprets schemas: one that compiles them is not let to in workerd. */
export function createBodyValidators(document: OpenApiDocument, { flows, resource }: Contract): BodyValidators {
  // A copy, as the validator writes into what it is given.
  const schemas = { ...structuredClone(document), $id: DOCUMENT_ID };
  return { json: read(flows.json.pointer), form: read(flows.form.pointer), resource: read(resource.pointer) };

  function read(pointer: Pointer): BodyValidator {
    const { required = [] } = dereference<Schema>(document, { $ref: pointer });
    // OpenAPI 3.1 schemas are JSON Schema 2020-12; of the keywords OpenAPI adds, none validates.
    const validator = new Validator({ $ref: `${DOCUMENT_ID}${pointer}` }, "2020-12");
    validator.addSchema(schemas);
    return (body) => {
      const { valid, errors } = validator.validate(body);
      if (valid) {
        return undefined;
      }
      // The last is the most precise, but for a missing member, which it names in words only.
      const { instanceLocation = "", keyword = "", error = "" } = errors.at(-1) ?? {};
      const [, member = keyword === "required" ? missing(body, required) : undefined] = instanceLocation.split("/");
      return { member, keyword, message: error };
    };
  }
}

function missing(body: unknown, required: readonly string[]): string | undefined {
  return required.find((name) => !Object.hasOwn(body as object, name));
}
