import type { RefusalName } from "../contract/refusals.ts";
import { invalidArgument } from "../errors.ts";
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

/** How a product responds: with a fixed response, or with the one that a function returns for a call. */
export type ProductScript =
  | ProductResponse
  | ((call: ProductCall) => ProductResponse | Response | Promise<ProductResponse | Response>);

const MEMBERS: Readonly<Record<keyof ProductResponse, true>> = { status: true, headers: true, body: true };

/** @throws {EmulatorError} `invalid_argument` if the value is neither a response nor a function */
export function assertProductScript(script: unknown): asserts script is ProductScript {
  if (typeof script !== "function") {
    assertProductResponse(script);
  }
}

/** @throws {EmulatorError} `invalid_argument` if the value is not a response that can be sent */
export function assertProductResponse(response: unknown): asserts response is ProductResponse {
  if (!isPlainObject(response)) {
    throw invalidArgument(
      `A product script must be a response such as { body: { score: 700 } }, or a function that returns one; got ${formatType(response)}`,
    );
  }
  assertKnownNames(response, Object.keys(MEMBERS), "member", "a product response");
  const { status, headers } = response;
  if (status !== undefined && !isStatus(status)) {
    throw invalidArgument(`status of a product response must be ${STATUS_REQUIREMENT}; got ${formatValue(status)}`);
  }
  if (headers !== undefined && !isHeaders(headers)) {
    throw invalidArgument(`headers of a product response must be ${HEADERS_REQUIREMENT}; got ${formatType(headers)}`);
  }
  assertBody("body of a product response", response);
}
