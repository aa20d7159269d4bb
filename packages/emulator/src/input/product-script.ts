import type { RefusalName } from "../contract/refusals.ts";
import { invalidArgument } from "../errors.ts";
import type { CallProblem } from "./call-problem.ts";
import { assertBody, HEADERS_REQUIREMENT, isHeaders, isStatus, STATUS_REQUIREMENT } from "./scripted-response.ts";
import { formatType, formatValue } from "./validation/format-value.ts";
import { assertKnownNames } from "./validation/known-names.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** A call to a product with a valid access token. */
export interface ProductCall {
  /** In upper case, such as `POST`. */
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** The parameters in the query. */
  readonly query: URLSearchParams;
  /** The header fields. They include the access token. */
  readonly headers: Headers;
  /** The parsed body if it is JSON, otherwise the body as a string. Undefined if there is no body. */
  readonly body: unknown;
  /** The client ID of the application that calls. */
  readonly clientId: string;
  /**
   * Why the call is not the one that the product's document describes. Undefined if it is, or if no document describes the
   * path.
   */
  readonly problem?: CallProblem | undefined;
  /**
   * Creates the error response that the document shows under a name. Return it from the script.
   *
   * @throws {EmulatorError} `invalid_argument` if the document has no such error response
   */
  refuse(name: RefusalName): Response;
}

/** The response of a product. */
export interface ProductResponse {
  /** @default 200 */
  readonly status?: number;
  /** Header fields by name. The default `content-type` is the one in the document. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is; any other value is sent as JSON. */
  readonly body?: unknown;
}

/** Chooses a response of the product's document. The call must then be valid, as without a script. */
export interface ProductExample {
  /**
   * The name of an example in the document, or `failure` for a failure that arrives with the status 200.
   */
  readonly example: string;
  /**
   * The status of the response that has the example.
   *
   * @default that of the first response with an example of this name
   */
  readonly status?: number;
}

/**
 * What a script returns. Without a value, the product responds as its document describes; if it has no document, the
 * emulator reports the script's failure.
 */
export type ScriptResult = ProductResponse | ProductExample | Response | undefined;

/** How a product responds: with a fixed response, with an example of its document, or as a function returns for a call. */
export type ProductScript =
  | ProductResponse
  | ProductExample
  // biome-ignore lint/suspicious/noConfusingVoidType: a function without a return statement returns void
  | ((call: ProductCall) => ScriptResult | void | Promise<ScriptResult | void>);

const RESPONSE_MEMBERS: Readonly<Record<keyof ProductResponse, true>> = { status: true, headers: true, body: true };
const EXAMPLE_MEMBERS: Readonly<Record<keyof ProductExample, true>> = { example: true, status: true };

/** @throws {EmulatorError} `invalid_argument` if the value is neither a response nor a function */
export function assertProductScript(script: unknown): asserts script is ProductScript {
  if (isProductExample(script)) {
    assertProductExample(script);
  } else if (typeof script !== "function") {
    assertProductResponse(script);
  }
}

/** Whether a script, or what it returns, chooses an example. */
export function isProductExample(value: unknown): value is ProductExample {
  return isPlainObject(value) && "example" in value;
}

/** @throws {EmulatorError} `invalid_argument` if the value cannot choose an example */
export function assertProductExample(value: ProductExample): void {
  assertKnownNames(value, Object.keys(EXAMPLE_MEMBERS), "member", "a script with an example");
  const { example, status } = value;
  if (typeof example !== "string" || example === "") {
    throw invalidArgument(`example must be the name of an example in the document; got ${formatValue(example)}`);
  }
  if (status !== undefined && !isStatus(status)) {
    throw invalidArgument(`status of an example must be ${STATUS_REQUIREMENT}; got ${formatValue(status)}`);
  }
}

/** @throws {EmulatorError} `invalid_argument` if the value is not a response that can be sent */
export function assertProductResponse(response: unknown): asserts response is ProductResponse {
  if (!isPlainObject(response)) {
    throw invalidArgument(
      `A product script must be a response such as { body: { score: 700 } }, or a function that returns one; got ${formatType(response)}`,
    );
  }
  assertKnownNames(response, Object.keys(RESPONSE_MEMBERS), "member", "a product response");
  const { status, headers } = response;
  if (status !== undefined && !isStatus(status)) {
    throw invalidArgument(`status of a product response must be ${STATUS_REQUIREMENT}; got ${formatValue(status)}`);
  }
  if (headers !== undefined && !isHeaders(headers)) {
    throw invalidArgument(`headers of a product response must be ${HEADERS_REQUIREMENT}; got ${formatType(headers)}`);
  }
  assertBody("body of a product response", response);
}
