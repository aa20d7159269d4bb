import type { RefusalName } from "../contract/refusals.ts";
import { EmulatorError } from "../errors.ts";
import { assertBody, isHeaders, isStatus } from "./scripted-response.ts";
import { formatValue } from "./validation/format-value.ts";
import { isPlainObject } from "./validation/plain-object.ts";

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

const KNOWN: Readonly<Record<keyof ProductAnswer, true>> = { status: true, headers: true, body: true };

/** @throws {EmulatorError} `invalid_argument` when it cannot be sent */
export function assertProductAnswer(answer: unknown): asserts answer is ProductAnswer {
  if (!isPlainObject(answer)) {
    throw new EmulatorError(
      "invalid_argument",
      `A product is scripted with what it answers, such as { body: { score: 700 } }, or with a function that gives it, not with ${formatValue(answer)}.`,
    );
  }
  const { status, headers } = answer as ProductAnswer;
  const unknown = Object.keys(answer as ProductAnswer).find((name) => !Object.hasOwn(KNOWN, name));
  if (unknown !== undefined) {
    throw new EmulatorError(
      "invalid_argument",
      `A product's answer has no ${formatValue(unknown)}: it has ${Object.keys(KNOWN).join(", ")}.`,
    );
  }
  if (status !== undefined && !isStatus(status)) {
    throw new EmulatorError(
      "invalid_argument",
      `status of a product's answer is a status from 200 to 599, not ${formatValue(status)}.`,
    );
  }
  if (headers !== undefined && !isHeaders(headers)) {
    throw new EmulatorError(
      "invalid_argument",
      `headers of a product's answer are names and values of header fields, not ${formatValue(headers)}.`,
    );
  }
  assertBody("a product's answer", answer as ProductAnswer);
}
