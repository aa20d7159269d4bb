import type { Pointer } from "../document/pointer.ts";

/** The facts of the document that code needs. */
export interface Contract {
  /** The version of the document. */
  readonly version: string;
  /** The origin of each environment's server, without a trailing slash. */
  readonly servers: Readonly<Record<string, string>>;
  /** The operation that issues access tokens. */
  readonly tokenEndpoint: TokenEndpoint;
  /** The forms of a token request. */
  readonly flows: Flows;
  /** The grant types that the token endpoint supports. */
  readonly grantTypes: readonly string[];
  /** The response to a successful token request. */
  readonly tokenResponse: SuccessfulTokenResponse;
  /** The error codes whose remedy is known. */
  readonly errorCodes: ErrorCodes;
  /** How a request carries an access token. */
  readonly bearer: BearerScheme;
  /** The placeholder for an API that requires an access token. */
  readonly resource: ProtectedResource;
}

/** An operation. */
export interface Endpoint {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path, which starts with a slash. */
  readonly path: string;
  /** Points to the operation. */
  readonly pointer: Pointer;
}

/** The operation that issues access tokens. */
export interface TokenEndpoint extends Endpoint {
  /** The same operation at other paths or with other methods, which are observations: those with an `x-alias-of`. */
  readonly aliases: readonly Endpoint[];
}

/** The forms of a token request. */
export interface Flows {
  /** The request with a JSON body. */
  readonly json: Flow;
  /** The request with a form body. */
  readonly form: Flow;
}

/** One form of a token request, and where its parameters go. */
export interface Flow {
  /** The media type of the body. */
  readonly mediaType: string;
  /** The names of the parameters in the query. */
  readonly query: readonly string[];
  /** The names of the parameters in the body. */
  readonly body: readonly string[];
  /** Points to the schema of the body. */
  readonly pointer: Pointer;
}

/** The response to a successful token request. */
export interface SuccessfulTokenResponse {
  /** The media type of the body. */
  readonly mediaType: string;
  /** The allowed values of those members whose values are restricted, by the member's name. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Points to the schema of the body. */
  readonly pointer: Pointer;
}

/** Error codes, grouped by what helps a client that receives one. */
export interface ErrorCodes {
  /** Only another client ID or client secret helps. */
  readonly newCredentials: readonly string[];
  /** The same call can succeed with another access token. */
  readonly newToken: readonly string[];
  /** Neither other credentials nor another access token helps. */
  readonly none: readonly string[];
}

/** How a request carries an access token. */
export interface BearerScheme {
  /** The name of the security scheme in the document. */
  readonly name: string;
  /**
   * The authentication scheme of the `Authorization` header.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
   */
  readonly scheme: string;
}

/** The placeholder for an API that requires an access token. */
export interface ProtectedResource {
  /** The path, which starts with a slash. */
  readonly path: string;
  /** The media type of the request body. */
  readonly mediaType: string;
  /** The HTTP methods, in upper case. */
  readonly methods: readonly string[];
  /** Points to the schema of the request body. */
  readonly pointer: Pointer;
}
