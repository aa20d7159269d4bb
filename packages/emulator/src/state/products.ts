import type { RefusalName } from "../document/refusals.ts";
import { EmulatorError } from "../emulator-error.ts";
import { assertPathPattern, matchesPath } from "./path-pattern.ts";

/** A call that was let through. */
export interface ProductCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** What its JSON holds; the text, if it is none; undefined without a body. */
  readonly body: unknown;
  /** The application that calls. */
  readonly clientId: string;
  /** Refuses the call in the words of the document. */
  refuse(name: RefusalName): Response;
}

/** What a product answers. A body that is no text is sent as JSON. */
export interface ProductAnswer {
  /** 200 by default. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a product answers, or what finds it out from the call. */
export type ProductScript =
  | ProductAnswer
  | ((call: ProductCall) => ProductAnswer | Response | Promise<ProductAnswer | Response>);

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
      if ((typeof script !== "object" && typeof script !== "function") || script === null) {
        throw new EmulatorError(
          "invalid_argument",
          "A product is scripted with what it answers, such as { body: { score: 700 } }, or with a function that gives it.",
        );
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
