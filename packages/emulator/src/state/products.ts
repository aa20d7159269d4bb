import { assertPathPattern, matchesPath } from "../input/path-pattern.ts";
import { assertProductAnswer, type ProductScript } from "../input/product-script.ts";

/** What products answer, by path; those without a script answer with an echo. */
export interface Products {
  /**
   * Scripts a path, or `/iPredict/*` for all below; what was scripted last counts.
   *
   * @throws {EmulatorError} `invalid_argument`
   */
  script(path: string, script: ProductScript): void;
  /** Says whether there was one. */
  remove(path: string): boolean;
  list(): readonly string[];
  clear(): void;
}

/** What only the emulator itself asks. */
export interface ProductScripts extends Products {
  find(path: string): ProductScript | undefined;
}

export function createProducts(): ProductScripts {
  const scripts = new Map<string, ProductScript>();
  return {
    script(path, script) {
      assertPathPattern(path, "products.script");
      if (typeof script !== "function") {
        assertProductAnswer(script);
      }
      scripts.delete(path);
      scripts.set(path, script);
    },
    remove: (path) => scripts.delete(path),
    list: () => [...scripts.keys()],
    clear: () => scripts.clear(),
    find: (path) => [...scripts].findLast(([pattern]) => matchesPath(pattern, path))?.[1],
  };
}
