import { assertPathPattern, matchesPath } from "../input/path-pattern.ts";
import { assertProductScript, type ProductScript } from "../input/product-script.ts";

/** The scripts of products, by path. A product without a script echoes the call. */
export interface Products {
  /**
   * Sets how a product responds. If several patterns match a path, the one that was set last applies.
   *
   * @param path the product's path, or `/iPredict/*` for every path below it
   * @param script a response, or a function that returns one
   * @throws {EmulatorError} `invalid_argument`
   */
  script(path: string, script: ProductScript): void;
  /** Removes the script of a path. Returns whether there was one. */
  remove(path: string): boolean;
  /** Lists the paths that have a script. */
  list(): readonly string[];
  /** Removes every script. */
  clear(): void;
}

/** The scripts of products, with members for the emulator's own use. */
export interface ProductScripts {
  /** The value of `emulator.products`. */
  readonly exposed: Products;
  /** Returns the script that applies to a path. */
  find(path: string): ProductScript | undefined;
  /** Restores the initial scripts. */
  reset(): void;
}

/** @throws {EmulatorError} `invalid_argument` if a script cannot be used */
export function createProducts(initial: Readonly<Record<string, ProductScript>>): ProductScripts {
  const scripts = new Map<string, ProductScript>();
  const initialScripts = Object.entries(initial);
  reset();

  return {
    exposed: {
      script,
      remove: (path) => scripts.delete(path),
      list: () => [...scripts.keys()],
      clear: () => scripts.clear(),
    },
    find: (path) => [...scripts].findLast(([pattern]) => matchesPath(pattern, path))?.[1],
    reset,
  };

  function script(path: string, script: ProductScript): void {
    assertPathPattern(path, "path of a product");
    assertProductScript(script);
    // A pattern that was set before moves to the end.
    scripts.delete(path);
    scripts.set(path, script);
  }

  function reset(): void {
    scripts.clear();
    for (const entry of initialScripts) {
      script(...entry);
    }
  }
}
