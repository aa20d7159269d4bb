import {
  dereference as indexSchemas,
  type ValidationResult,
  type Schema as ValidatorSchema,
  validate,
} from "@cfworker/json-schema";
import { dereference, isObject, type OpenApiDocument, type Schema } from "./document.ts";

/** Validates a value. Returns the first problem, or undefined if the value is valid. */
export type ValueValidator = (value: unknown) => ValueProblem | undefined;

/** Why a value is invalid. */
export interface ValueProblem {
  /** A JSON pointer to the part of the value that is invalid; empty for the value itself. */
  readonly at: string;
  /** A description that quotes no string of the value. */
  readonly message: string;
}

/** The schemas of a product's document. */
export interface Schemas {
  /** Creates the validator of a schema. */
  validator(schema: Schema): ValueValidator;
}

/** No document has this address (RFC 2606). References are resolved against it. */
const BASE = new URL("https://document.invalid/");

/** Prepares the schemas of a document for requests. */
export function createSchemas(document: OpenApiDocument): Schemas {
  const index: Record<string, ValidatorSchema | boolean> = Object.create(null);
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    add(schema, `/components/schemas/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
  let count = 0;

  return {
    validator(schema) {
      const indexed = add(schema, `/inline/${count++}`);
      return (value) => {
        const { valid, errors } = tryToValidate(value, indexed);
        if (valid) {
          return undefined;
        }
        // The last error is the most specific.
        const { instanceLocation = "#", keyword, error = "" } = errors.at(-1) ?? {};
        // Of several missing members, the last error names the last.
        const [firstMissing] = errors.filter(
          (other) => other.keyword === "required" && other.instanceLocation === instanceLocation,
        );
        const missing = keyword === "required" ? /"(.*)"/.exec(firstMissing?.error ?? "")?.[1] : undefined;
        const at = instanceLocation.slice(1);
        return missing === undefined
          ? { at, message: error }
          : { at: `${at}/${missing}`, message: `The member ${missing} is missing.` };
      };
    },
  };

  /** The validator throws for a reference that leads nowhere, and for a pattern that JavaScript does not accept. */
  function tryToValidate(value: unknown, schema: ValidatorSchema): ValidationResult {
    try {
      return validate(value, schema, "2020-12", index);
    } catch (error) {
      const problem = `The document's schema cannot be used: ${(error as Error).message}`;
      return { valid: false, errors: [{ instanceLocation: "#", keyword: "", keywordLocation: "", error: problem }] };
    }
  }

  function add(schema: Schema, pointer: string): ValidatorSchema {
    const copy = forRequests(document, schema) as ValidatorSchema;
    indexSchemas(copy, index, BASE, pointer);
    return copy;
  }
}

/**
 * Copies a schema, because the validator adds properties to it. In a request, a member that is `readOnly` is not required,
 * and what is an example is data, although it can look like a schema.
 */
function forRequests(document: OpenApiDocument, schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map((item) => forRequests(document, item));
  }
  if (!isObject(schema)) {
    return schema;
  }
  const copy: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties" && isObject(value)) {
      const members = Object.entries(value).map(([name, member]) => [name, forRequests(document, member)]);
      copy[keyword] = Object.fromEntries(members);
    } else if (keyword !== "example" && keyword !== "examples") {
      copy[keyword] = forRequests(document, value);
    }
  }
  const { required, properties } = schema;
  if (Array.isArray(required) && isObject(properties)) {
    copy["required"] = required.filter((name) => {
      const member = dereference<{ readonly readOnly?: boolean }>(document, properties[name] ?? {});
      return member.readOnly !== true;
    });
  }
  return copy;
}
