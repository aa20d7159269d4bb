import type { RefusalName } from "../document/refusals.ts";
import { EmulatorError } from "../emulator-error.ts";
import { inWords } from "../in-words.ts";
import { isPlainObject } from "../plain-object.ts";
import { assertPathPattern, matchesPath } from "./path-pattern.ts";
import { assertBody, isHeaders, isStatus } from "./scripted-answer.ts";

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

const KNOWN: Readonly<Record<keyof ProductAnswer, true>> = { status: true, headers: true, body: true };

/** @throws {EmulatorError} `invalid_argument` when it cannot be sent */
export function assertProductAnswer(answer: unknown): asserts answer is ProductAnswer {
  if (!isPlainObject(answer)) {
    throw new EmulatorError(
      "invalid_argument",
      `A product is scripted with what it answers, such as { body: { score: 700 } }, or with a function that gives it, not with ${inWords(answer)}.`,
    );
  }
  const { status, headers } = answer as ProductAnswer;
  const unknown = Object.keys(answer as ProductAnswer).find((name) => !Object.hasOwn(KNOWN, name));
  if (unknown !== undefined) {
    throw new EmulatorError(
      "invalid_argument",
      `A product's answer has no ${inWords(unknown)}: it has ${Object.keys(KNOWN).join(", ")}.`,
    );
  }
  if (status !== undefined && !isStatus(status)) {
    throw new EmulatorError(
      "invalid_argument",
      `status of a product's answer is a status from 200 to 599, not ${inWords(status)}.`,
    );
  }
  if (headers !== undefined && !isHeaders(headers)) {
    throw new EmulatorError(
      "invalid_argument",
      `headers of a product's answer are names and values of header fields, not ${inWords(headers)}.`,
    );
  }
  assertBody("a product's answer", answer as ProductAnswer);
}
