import { invalidArgument } from "../errors.ts";
import { mostExactPattern, withoutTrailingSlash } from "../input/path-pattern.ts";
import {
  assertBasePath,
  assertScriptAt,
  type InitialProducts,
  type PlacedProduct,
  type ProductDocumentSource,
} from "../input/product-definitions.ts";
import type { ProductScript } from "../input/product-script.ts";
import { assertKnownNames } from "../input/validation/known-names.ts";
import { type DocumentedProduct, type Route, readProduct } from "../product/product.ts";

/**
 * How products respond, by path: as a script says, otherwise as the product's document describes. Without any product, the
 * emulator echoes each call. With one, a path without a product is refused with the response `UnknownPath`.
 */
export interface Products {
  /**
   * Adds a product, as its OpenAPI document describes it. Its paths replace those that are already there.
   *
   * @param document the document, parsed: OpenAPI 3.0 or 3.1, or Swagger 2.0
   * @param options where the product is, if its document does not say it
   * @returns the product
   * @throws {EmulatorError} `invalid_document`, `invalid_argument`
   */
  add(document: ProductDocumentSource, options?: AddProductOptions): AddedProduct;
  /**
   * Sets how a product responds. If several patterns match a path, the most exact one applies: the path itself, otherwise
   * the longest prefix.
   *
   * @param path the product's path, or `/iPredict/*` for every path below it
   * @param script a response, an example of the product's document, or a function that returns either
   * @throws {EmulatorError} `invalid_argument`
   */
  script(path: string, script: ProductScript): void;
  /** Removes the script of a path, or the path of a document. Returns whether there was one. */
  remove(path: string): boolean;
  /** Lists the paths that have a script, then those that a document describes. */
  list(): readonly string[];
  /** Removes every script and every document. */
  clear(): void;
}

/** Where a product is. */
export type AddProductOptions = Pick<PlacedProduct, "basePath">;

/** A product that was added. */
export interface AddedProduct {
  /** The title of the document, such as `iPredict`. */
  readonly title: string;
  /** The version of the document. */
  readonly version: string;
  /** What precedes each path, such as `/iPredict`. Empty if nothing does. */
  readonly basePath: string;
}

/** What applies to a path. */
export interface FoundProduct {
  readonly script?: { readonly pattern: string; readonly script: ProductScript };
  readonly route?: { readonly route: Route; readonly parameters: Readonly<Record<string, string>> };
}

/** The products, with members for the emulator's own use. */
export interface ProductRegistry {
  /** The value of `emulator.products`. */
  readonly exposed: Products;
  /** Whether there is no product at all. */
  isEmpty(): boolean;
  /** Returns what applies to a path. */
  find(path: string): FoundProduct;
  /** Restores the initial products. */
  reset(): void;
}

/** @throws {EmulatorError} `invalid_argument` if two documents describe the same path */
function assertNoneTwice(products: readonly DocumentedProduct[]): void {
  const titles = new Map<string, string>();
  for (const { title, routes } of products) {
    for (const { template } of routes) {
      const path = withoutTrailingSlash(template.text);
      const other = titles.get(path);
      if (other !== undefined) {
        throw invalidArgument(`The products ${other} and ${title} both have the path ${path}. Leave one of them out.`);
      }
      titles.set(path, title);
    }
  }
}

/** @throws {EmulatorError} `invalid_document` if a document cannot be used, `invalid_argument` if two have the same path */
export function createProducts(initial: InitialProducts): ProductRegistry {
  const scripts = new Map<string, ProductScript>();
  const routes = new Map<string, Route>();
  const documented = initial.documents.map(({ document, basePath }) => readProduct(document, basePath));
  assertNoneTwice(documented);
  reset();

  return {
    exposed: {
      add(document, options = {}) {
        assertKnownNames(options, ["basePath"] satisfies (keyof AddProductOptions)[], "option");
        const { basePath } = options;
        assertBasePath(basePath);
        const product = readProduct(document, basePath);
        addRoutes(product);
        return { title: product.title, version: product.version, basePath: product.basePath };
      },
      script(path, script) {
        assertScriptAt(path, script);
        scripts.set(path, script);
      },
      remove: (path) => scripts.delete(path) || routes.delete(withoutTrailingSlash(path)),
      list: () => [...scripts.keys(), ...[...routes.values()].map(({ template }) => template.text)],
      clear,
    },
    isEmpty: () => scripts.size === 0 && routes.size === 0,
    find(path) {
      const pattern = mostExactPattern(scripts.keys(), path);
      const script = pattern === undefined ? undefined : scripts.get(pattern);
      const route = findRoute(path);
      return {
        ...(pattern !== undefined && script !== undefined && { script: { pattern, script } }),
        ...(route && { route }),
      };
    },
    reset,
  };

  function addRoutes({ routes: added }: DocumentedProduct): void {
    for (const route of added) {
      routes.set(withoutTrailingSlash(route.template.text), route);
    }
  }

  function findRoute(path: string): FoundProduct["route"] {
    const matching = [...routes.values()].flatMap((route) => {
      const parameters = route.template.match(path);
      return parameters ? [{ route, parameters }] : [];
    });
    return matching.sort((a, b) => a.route.template.parameterCount - b.route.template.parameterCount)[0];
  }

  function clear(): void {
    scripts.clear();
    routes.clear();
  }

  function reset(): void {
    clear();
    documented.forEach(addRoutes);
    for (const [path, script] of initial.scripts) {
      scripts.set(path, script);
    }
  }
}
