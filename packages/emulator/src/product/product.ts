import { ProductDocumentError, readProductDocument } from "@microbilt-oauth/spec/product";
import { EmulatorError } from "../errors.ts";
import { type BodyCheck, createBodyCheck } from "./body.ts";
import { dereference, isObject, type OpenApiDocument, type Parameter, type RequestBody } from "./document.ts";
import { createParameterCheck, type ParameterCheck } from "./parameters.ts";
import { createPathTemplate, type PathTemplate } from "./path-template.ts";
import { type ResponseDescription, readResponses } from "./responses.ts";
import { createSchemas, type Schemas } from "./schemas.ts";

/** A product, as its document describes it. */
export interface DocumentedProduct {
  readonly title: string;
  readonly version: string;
  readonly basePath: string;
  readonly routes: readonly Route[];
}

/** A path of a product. */
export interface Route {
  readonly template: PathTemplate;
  /** By method, in upper case. */
  readonly operations: ReadonlyMap<string, ProductOperation>;
  readonly document: OpenApiDocument;
}

/** A method of a path. */
export interface ProductOperation {
  readonly checkParameters: ParameterCheck;
  readonly checkBody: BodyCheck;
  readonly responses: readonly ResponseDescription[];
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * Reads the document of a product.
 *
 * @throws {EmulatorError} `invalid_document`
 */
export function readProduct(source: unknown, basePath: string | undefined): DocumentedProduct {
  try {
    const { document, ...product } = readProductDocument(source, { basePath });
    const schemas = createSchemas(document);
    const routes = Object.entries(document.paths).map(([path, item]) => ({
      template: createPathTemplate(product.basePath + path),
      operations: readOperations(document, schemas, dereference(document, item)),
      document,
    }));
    return { ...product, routes };
  } catch (error) {
    const { message } = error as Error;
    const problem =
      error instanceof ProductDocumentError ? message : `A part of it does not follow OpenAPI (${message})`;
    throw new EmulatorError("invalid_document", `The product's document cannot be used. ${problem}.`, { cause: error });
  }
}

function readOperations(
  document: OpenApiDocument,
  schemas: Schemas,
  item: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, ProductOperation> {
  const operations = new Map<string, ProductOperation>();
  for (const method of METHODS) {
    const operation = item[method];
    if (isObject(operation)) {
      const body = operation["requestBody"];
      operations.set(method.toUpperCase(), {
        checkParameters: createParameterCheck(document, schemas, readParameters(document, item, operation)),
        checkBody: createBodyCheck(document, schemas, body ? dereference<RequestBody>(document, body) : undefined),
        responses: readResponses(document, operation["responses"] as Readonly<Record<string, unknown>>),
      });
    }
  }
  return operations;
}

/** The parameters of an operation, and those of its path that it does not override. */
function readParameters(
  document: OpenApiDocument,
  ...owners: readonly Readonly<Record<string, unknown>>[]
): readonly Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const { parameters: list = [] } of owners) {
    for (const reference of list as readonly unknown[]) {
      const parameter = dereference<Parameter>(document, reference);
      parameters.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...parameters.values()];
}
