import { invalidArgument } from "../errors.ts";
import { assertPath, assertPathPattern } from "./path-pattern.ts";
import { assertProductScript, type ProductScript } from "./product-script.ts";
import { formatType } from "./validation/format-value.ts";
import { assertKnownNames } from "./validation/known-names.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** The OpenAPI document of a product, parsed: OpenAPI 3.0 or 3.1, or Swagger 2.0. */
export type ProductDocumentSource = {
  readonly [Member in
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
    | "securityDefinitions"]?: unknown;
} & {
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

/** Scripts of products, by path. */
export type ProductScripts = Readonly<Record<string, ProductScript>>;

/** The document of a product, with the base path that the document does not say. */
export interface PlacedProduct {
  /** The document, parsed. */
  readonly document: ProductDocumentSource;
  /**
   * What precedes each path of the document, such as `/iPredict`.
   *
   * @default the path of the document's servers
   */
  readonly basePath?: string | undefined;
}

/** Scripts by path, or the document of a product. */
export type ProductDefinition = ProductScripts | ProductDocumentSource | PlacedProduct;

/** Scripts by path, the document of a product, or an array of both. */
export type ProductDefinitions = ProductDefinition | readonly ProductDefinition[];

/** What an emulator starts with. */
export interface InitialProducts {
  readonly scripts: readonly (readonly [path: string, script: ProductScript])[];
  readonly documents: readonly PlacedProduct[];
}

/**
 * Tells scripts and documents apart: every path of a script starts with a slash.
 *
 * @throws {EmulatorError} `invalid_argument`
 */
export function readProductDefinitions(products: unknown): InitialProducts {
  const definitions: readonly unknown[] = Array.isArray(products) ? products : [products];
  const documents: PlacedProduct[] = [];
  const scripts: [string, ProductScript][] = [];
  for (const definition of definitions) {
    if (!isPlainObject(definition)) {
      throw invalidArgument(
        `products must be a plain object such as { "/iPredict/*": { body: { score: 700 } } }, the document of a product, or an array of both; got ${formatType(definition)}`,
      );
    }
    if (isDocument(definition)) {
      documents.push({ document: definition });
    } else if (isPlaced(definition)) {
      assertKnownNames(definition, ["document", "basePath"] satisfies (keyof PlacedProduct)[], "member", "a product");
      assertBasePath(definition.basePath);
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

/** @throws {EmulatorError} `invalid_argument` */
export function assertBasePath(basePath: unknown): asserts basePath is string | undefined {
  if (basePath !== undefined) {
    assertPath(basePath, "basePath of a product");
  }
}

function isPlaced(value: object): value is PlacedProduct {
  return "document" in value;
}

function isDocument(value: object): value is ProductDocumentSource {
  return "openapi" in value || "swagger" in value;
}
