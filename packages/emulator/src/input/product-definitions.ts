import { invalidArgument } from "../errors.ts";
import { assertPathPattern } from "./path-pattern.ts";
import { assertProductScript, type ProductScript } from "./product-script.ts";
import { formatType } from "./validation/format-value.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** The OpenAPI document of a product, parsed: OpenAPI 3.0 or 3.1, or Swagger 2.0. */
export type ProductDocumentSource = { readonly [Member in OtherMember]?: unknown } & {
  /** The operations by path. */
  readonly paths: object;
} & (
    | {
        /** The version of OpenAPI. */
        readonly openapi: string;
      }
    | {
        /** The version of Swagger. */
        readonly swagger: string;
      }
  );

/** The members of a document that the type does not describe. */
type OtherMember =
  | "info"
  | "servers"
  | "components"
  | "security"
  | "tags"
  | "externalDocs"
  | "host"
  | "basePath"
  | "schemes"
  | "consumes"
  | "produces"
  | "definitions"
  | "securityDefinitions";

/** Scripts of products, by path. */
export type ProductScripts = Readonly<Record<string, ProductScript>>;

/** Scripts by path, the document of a product, or several of both. */
export type ProductDefinitions =
  | ProductScripts
  | ProductDocumentSource
  | readonly (ProductScripts | ProductDocumentSource)[];

/** What an emulator starts with. */
export interface InitialProducts {
  readonly scripts: readonly (readonly [path: string, script: ProductScript])[];
  readonly documents: readonly ProductDocumentSource[];
}

/**
 * Tells scripts and documents apart: every path of a script starts with a slash.
 *
 * @throws {EmulatorError} `invalid_argument`
 */
export function readProductDefinitions(products: unknown): InitialProducts {
  const definitions: readonly unknown[] = Array.isArray(products) ? products : [products];
  const documents: ProductDocumentSource[] = [];
  const scripts: [string, ProductScript][] = [];
  for (const definition of definitions) {
    if (!isPlainObject(definition)) {
      throw invalidArgument(
        `products must be a plain object such as { "/iPredict/*": { body: { score: 700 } } }, the document of a product, or an array of both; got ${formatType(definition)}`,
      );
    }
    if (isDocument(definition)) {
      documents.push(definition);
    } else {
      scripts.push(...(Object.entries(definition) as [string, ProductScript][]));
    }
  }
  for (const [path, script] of scripts) {
    assertScriptAt(path, script);
  }
  return { scripts, documents };
}

/** @throws {EmulatorError} `invalid_argument` */
export function assertScriptAt(path: unknown, script: unknown): void {
  assertPathPattern(path, "path of a product");
  assertProductScript(script);
}

function isDocument(value: object): value is ProductDocumentSource {
  return "openapi" in value || "swagger" in value;
}
