import type { CallProblem } from "../input/call-problem.ts";
import type { CallParts } from "./call-parts.ts";
import { dereference, type OpenApiDocument, type Parameter, type Schema } from "./document.ts";
import type { Schemas } from "./schemas.ts";
import { typesOf, valueFromString } from "./value-from-string.ts";

/** Finds the first problem with a parameter of a call. */
export type ParameterCheck = (call: CallParts) => CallProblem | undefined;

/** OpenAPI says to ignore parameters with these names: other parts of the document describe them. */
const OTHER_HEADERS = /^(?:accept|content-type|authorization)$/i;

/** Creates the check of the parameters in the query, the headers and the path. Cookies are not checked. */
export function createParameterCheck(
  document: OpenApiDocument,
  schemas: Schemas,
  parameters: readonly Parameter[],
): ParameterCheck {
  const checks = parameters
    .filter(({ in: where, name }) => where !== "cookie" && !(where === "header" && OTHER_HEADERS.test(name)))
    .map((parameter) => createCheck(document, schemas, parameter));
  return (call) => {
    for (const check of checks) {
      const problem = check(call);
      if (problem) {
        return problem;
      }
    }
    return undefined;
  };
}

function createCheck(document: OpenApiDocument, schemas: Schemas, parameter: Parameter): ParameterCheck {
  const { name, required = false } = parameter;
  const where = parameter.in as CallProblem["in"];
  const { schema } = parameter;
  const validate = schema && schemas.validator(schema);
  return (call) => {
    const texts = textsOf(parameter, call);
    // Other styles spread an object over several names, such as `filter[name]`.
    if (texts.length === 0) {
      return required && parameter.style !== "deepObject"
        ? { in: where, at: name, message: "The parameter is missing." }
        : undefined;
    }
    const value = schema && readValue(document, parameter, schema, texts);
    const problem = value === undefined ? undefined : validate?.(value);
    return problem && { in: where, at: name + problem.at, message: problem.message };
  };
}

function textsOf({ in: where, name }: Parameter, { path, query, headers }: CallParts): readonly string[] {
  switch (where) {
    case "query":
      return query.getAll(name);
    case "header":
      return [headers.get(name)].filter((text) => text !== null);
    default:
      return Object.hasOwn(path, name) ? [path[name] ?? ""] : [];
  }
}

/** Returns the value of a parameter. Undefined for an object, whose styles are not read. */
function readValue(
  document: OpenApiDocument,
  { in: where, style, explode = where === "query" }: Parameter,
  schema: Schema,
  texts: readonly string[],
): unknown {
  const types = typesOf(document, schema);
  const [text = ""] = texts;
  if (types.has("array")) {
    const { items = {} } = dereference<Schema>(document, schema);
    const separator = style === "pipeDelimited" ? "|" : style === "spaceDelimited" ? " " : ",";
    const parts = explode ? texts : text.split(separator);
    return parts.map((part) => valueFromString(document, items, part.trim()));
  }
  return types.has("object") ? undefined : valueFromString(document, schema, text);
}
