/**
 * The parts of an OpenAPI document that this project reads.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export interface OpenApiDocument {
  /** The version of OpenAPI, such as `3.1.1`. */
  readonly openapi: string;
  /** Describes the API. */
  readonly info: Info;
  /** The servers that offer the API, by default none. */
  readonly servers?: readonly Server[];
  /** The operations by path; each path starts with a slash. */
  readonly paths: Readonly<Record<string, PathItem>>;
  /** What other parts of the document refer to. */
  readonly components?: Components;
}

/** Describes the API. */
export interface Info {
  /** The title of the API. */
  readonly title: string;
  /** The version of the document, not of OpenAPI. */
  readonly version: string;
}

/** What other parts of the document refer to, by name. */
export interface Components {
  /** Schemas by name. */
  readonly schemas?: Readonly<Record<string, Schema>>;
  /** Examples by name. */
  readonly examples?: Readonly<Record<string, Example>>;
  /** Security schemes by name. */
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
}

/** A server that offers the API. */
export interface Server {
  /** The base URL of every path. */
  readonly url: string;
  /** The environment of the server: `sandbox` or `production`. */
  readonly "x-environment"?: string;
  /** The variables of the URL, by name. */
  readonly variables?: Readonly<Record<string, ServerVariable>>;
}

/** A variable of a server's URL. */
export interface ServerVariable {
  /** The value that applies unless another one is chosen. */
  readonly default: string;
}

/** The operations at one path, by method. */
export type PathItem = Readonly<Partial<Record<Method, Operation>>>;

/** An HTTP method, in lower case as OpenAPI spells it. */
export type Method = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

/** Refers to another part of the document. */
export interface Reference {
  /** A JSON pointer as a URI fragment, such as `#/components/schemas/TokenResponse`. */
  readonly $ref: string;
}

/** One method of one path. */
export interface Operation {
  /** A name that is unique in the document. */
  readonly operationId?: string;
  /** The `operationId` of the operation that this one is, at another path or in another form. */
  readonly "x-alias-of"?: string;
  /** Where the statement comes from. */
  readonly "x-source"?: string;
  /** The parameters in the query, the path and the headers. */
  readonly parameters?: readonly (Parameter | Reference)[];
  /** The body of a request. */
  readonly requestBody?: RequestBody | Reference;
  /** The responses by status, such as `"200"`. */
  readonly responses?: Readonly<Record<string, DocumentedResponse | Reference>>;
  /** The alternatives for authentication: scopes by the name of the security scheme. An empty array means none is required. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** A parameter outside of the body. */
export interface Parameter {
  /** The name of the parameter on the wire. */
  readonly name: string;
  /** The part of the request that contains the parameter. */
  readonly in: "query" | "header" | "path" | "cookie";
  /** The schema of the parameter's value. */
  readonly schema?: Schema;
}

/** The body of a request. */
export interface RequestBody {
  /** The content by media type. */
  readonly content: Readonly<Record<string, MediaType>>;
}

/** A response with one status. */
export interface DocumentedResponse {
  /** The content by media type; absent when the document does not describe a body. */
  readonly content?: Readonly<Record<string, MediaType>>;
}

/** The content of a body in one media type. */
export interface MediaType {
  /** The schema of the body. */
  readonly schema?: Schema;
  /** Examples of the body, by name. */
  readonly examples?: Readonly<Record<string, Example | Reference>>;
}

/** An example of a body. */
export interface Example {
  /** Says in a few words what the example shows. */
  readonly summary?: string;
  /** The body, parsed. */
  readonly value?: unknown;
  /** What helps a client that receives this error: `new-token`, `new-credentials` or `none`. */
  readonly "x-remedy"?: string;
}

/** The parts of a JSON Schema that this project reads. */
export interface Schema {
  /** The schema that this one refers to. */
  readonly $ref?: string;
  /** The JSON type of the value, or several. */
  readonly type?: string | readonly string[];
  /** Describes the value to a reader. */
  readonly description?: string;
  /** The members that an object must have. */
  readonly required?: readonly string[];
  /** The schemas of an object's members, by name. */
  readonly properties?: Readonly<Record<string, Schema>>;
  /** The only values allowed. */
  readonly enum?: readonly unknown[];
  /** A regular expression that a string must match. */
  readonly pattern?: string;
}

/** A way to authenticate. */
export interface SecurityScheme {
  /** The type of the scheme, such as `http`. */
  readonly type: string;
  /** For the type `http`, the name of the authentication scheme, such as `bearer`. */
  readonly scheme?: string;
}
