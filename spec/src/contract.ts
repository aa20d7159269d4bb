import type { JsonTokenRequest, TokenResponse } from "../generated/openapi.ts";
import type {
  MediaType,
  Method,
  OpenApiDocument,
  Operation,
  Parameter,
  RequestBody,
  Response,
  Schema,
} from "./document.ts";
import { below, dereference, type Pointer, pointerTo } from "./pointer.ts";

/** The facts of the document that code needs, each in its place. */
export interface Contract {
  /** The document's version. */
  readonly version: string;
  /** Origins by environment, without a trailing slash. */
  readonly servers: Readonly<Record<string, string>>;
  /** Where tokens are asked for. */
  readonly tokenEndpoint: Endpoint;
  /** The forms a token request can take. */
  readonly flows: { readonly json: Flow; readonly form: Flow };
  /** The grant types the token endpoint supports. */
  readonly grantTypes: readonly string[];
  /** The answer to a granted token request. */
  readonly tokenResponse: {
    readonly mediaType: string;
    /** The only values of those members that have such. */
    readonly values: Readonly<Record<string, readonly string[]>>;
    readonly pointer: Pointer;
  };
  /** The codes of errors that have a remedy. */
  readonly errorCodes: {
    /** Nothing helps but another client id or secret. */
    readonly newCredentials: readonly string[];
    /** Another access token helps. */
    readonly newToken: readonly string[];
    /** Neither helps. */
    readonly none: readonly string[];
  };
  /** How an access token is sent. */
  readonly bearer: { readonly name: string; readonly scheme: string };
  /** The placeholder for an API that takes the bearer, by method. */
  readonly resource: {
    readonly path: string;
    readonly mediaType: string;
    readonly methods: readonly string[];
    /** The schema of the body in the document. */
    readonly pointer: Pointer;
  };
}

export interface Endpoint {
  readonly method: string;
  readonly path: string;
  /** The operation in the document. */
  readonly pointer: Pointer;
}

/** Where the parameters of a token request stand. */
export interface Flow {
  readonly mediaType: string;
  readonly query: readonly string[];
  readonly body: readonly string[];
  /** The schema of the body in the document. */
  readonly pointer: Pointer;
}

/** The operation that hands out tokens is known by this `operationId`. */
const TOKEN_OPERATION = "getAccessToken";

const JSON_MEDIA_TYPE = /^application\/json$/;
const FORM_MEDIA_TYPE = /^application\/x-www-form-urlencoded$/;

/**
 * Reads the facts from a document.
 *
 * @throws {Error} that names what the document lacks.
 */
export function readContract(document: OpenApiDocument): Contract {
  const token = findOperation(document, ({ operationId }) => operationId === TOKEN_OPERATION);
  if (!token) {
    throw new Error(`The document has no token operation: no operation has the operationId ${TOKEN_OPERATION}.`);
  }
  return {
    version: document.info.version,
    servers: readServers(document),
    tokenEndpoint: { method: token.method.toUpperCase(), path: token.path, pointer: token.pointer },
    ...readTokenRequest(document, token),
    ...readTokenResponse(document, token),
    errorCodes: {
      newCredentials: readErrorCodes(document, "new-credentials"),
      newToken: readErrorCodes(document, "new-token"),
      none: readErrorCodes(document, "none"),
    },
    ...readBearer(document),
  };
}

/** The codes in the examples that carry a remedy. */
function readErrorCodes({ components }: OpenApiDocument, remedy: string): string[] {
  const examples = Object.values(components?.examples ?? {}).filter((example) => example["x-remedy"] === remedy);
  return [...new Set(examples.map(({ value }) => errorCodeIn(value as Partial<ErrorBody>)))];
}

/** Both shapes of errors. */
interface ErrorBody {
  readonly ErrorCode: string;
  readonly fault: { readonly detail: { readonly errorcode: string } };
}

function errorCodeIn({ ErrorCode, fault }: Partial<ErrorBody>): string {
  const code = ErrorCode ?? fault?.detail.errorcode;
  if (code === undefined) {
    throw new Error("An example with an x-remedy holds no error code.");
  }
  return code;
}

function readServers({ servers = [] }: OpenApiDocument): Contract["servers"] {
  const named = servers.flatMap((server) => {
    const environment = server["x-environment"];
    return environment ? [[environment, server.url.replace(/\/$/, "")]] : [];
  });
  if (named.length === 0) {
    throw new Error("The document has no server with an x-environment.");
  }
  return Object.fromEntries(named);
}

function readTokenRequest(
  document: OpenApiDocument,
  { operation }: FoundOperation,
): Pick<Contract, "flows" | "grantTypes"> {
  const body = dereference<RequestBody>(document, operation.requestBody ?? { content: {} });
  const query = (operation.parameters ?? [])
    .map((parameter) => dereference<Parameter>(document, parameter))
    .filter((parameter) => parameter.in === "query");

  const flows = { json: readFlow(body, JSON_MEDIA_TYPE), form: readFlow(body, FORM_MEDIA_TYPE) };
  const grantType = query
    .map(({ schema }) => dereference<Schema>(document, schema ?? {}))
    .find((schema) => schema.enum);
  if (!grantType?.enum) {
    throw new Error("The token operation has no query parameter that lists the grant types.");
  }
  const names = [...flows.json.body, ...flows.form.body, ...flows.form.query];
  assertHas<keyof JsonTokenRequest>(names, ["client_id", "client_secret", "grant_type"], "The token request");
  return { flows, grantTypes: grantType.enum.map(String) };

  function readFlow({ content }: RequestBody, wanted: RegExp): Flow {
    const [mediaType, { schema }] = findMediaType(content, wanted, "The token operation's request body");
    const pointer = schema?.$ref as Pointer | undefined;
    const members = Object.keys(dereference<Schema>(document, schema ?? {}).properties ?? {});
    if (!pointer || members.length === 0) {
      throw new Error(
        `The token operation's ${mediaType} body has no schema among the components that lists its members.`,
      );
    }
    const elsewhere = query.map(({ name }) => name).filter((name) => !members.includes(name));
    return { mediaType, query: elsewhere, body: members, pointer };
  }
}

function readTokenResponse(document: OpenApiDocument, { operation }: FoundOperation): Pick<Contract, "tokenResponse"> {
  const response = dereference<Response>(document, operation.responses?.["200"] ?? {});
  const [mediaType, { schema }] = findMediaType(
    response.content ?? {},
    JSON_MEDIA_TYPE,
    "The token operation's answer 200",
  );
  const pointer = schema?.$ref as Pointer | undefined;
  if (!pointer) {
    throw new Error("The token operation's answer 200 has no schema among the components.");
  }
  const { properties = {} } = dereference<Schema>(document, { $ref: pointer });
  assertHas<keyof TokenResponse>(Object.keys(properties), ["access_token"], "The token response");
  const values = Object.fromEntries(
    Object.entries(properties).flatMap(([name, { enum: only }]) => (only ? [[name, only.map(String)]] : [])),
  );
  return { tokenResponse: { mediaType, values, pointer } };
}

function readBearer(document: OpenApiDocument): Pick<Contract, "bearer" | "resource"> {
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  const [name] = schemes.find(([, { type, scheme }]) => type === "http" && scheme?.toLowerCase() === "bearer") ?? [];
  if (!name) {
    throw new Error("The document has no security scheme of type http with the scheme bearer.");
  }
  const resource = findOperation(document, ({ security = [] }) => security.some((requirement) => name in requirement));
  if (!resource) {
    throw new Error(`The document has no operation protected by the security scheme ${name}.`);
  }
  const methods = operationsOf(document).filter(({ path }) => path === resource.path);
  const body = dereference<RequestBody>(document, resource.operation.requestBody ?? { content: {} });
  const where = `The operation at ${resource.pointer}`;
  const [mediaType, { schema }] = findMediaType(body.content, JSON_MEDIA_TYPE, where);
  const pointer = schema?.$ref as Pointer | undefined;
  if (!pointer) {
    throw new Error(`${where} has no schema among the components for its body.`);
  }
  return {
    bearer: { name, scheme: "Bearer" },
    resource: { path: resource.path, mediaType, methods: methods.map(({ method }) => method.toUpperCase()), pointer },
  };
}

/** Code names these members by themselves: a document without one of them cannot be used. */
function assertHas<Member extends string>(names: readonly string[], needed: readonly Member[], owner: string): void {
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new Error(`${owner} has no member ${missing.join(", ")}.`);
  }
}

function findMediaType(
  content: Readonly<Record<string, MediaType>>,
  wanted: RegExp,
  where: string,
): [string, MediaType] {
  const found = Object.entries(content).find(([mediaType]) => wanted.test(mediaType));
  if (!found) {
    throw new Error(`${where} has no media type that matches ${wanted.source}.`);
  }
  return found;
}

interface FoundOperation {
  path: string;
  method: Method;
  operation: Operation;
  pointer: Pointer;
}

const METHODS: readonly Method[] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

function operationsOf(document: OpenApiDocument): FoundOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation, pointer: below(pointerTo("paths", path), method) }] : [];
    }),
  );
}

function findOperation(
  document: OpenApiDocument,
  wanted: (operation: Operation) => boolean,
): FoundOperation | undefined {
  return operationsOf(document).find(({ operation }) => wanted(operation));
}
