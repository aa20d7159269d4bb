import { document as bundledDocument, type OpenApiDocument, type TokenEndpoint } from "@microbilt-oauth/spec";
import { type DocumentedApi, readDocumentedApi } from "./contract/documented-api.ts";
import type { RefusalName, Refusals } from "./contract/refusals.ts";
import { invalidArgument } from "./errors.ts";
import type { AppRegistration } from "./input/app-registration.ts";
import type { Fault } from "./input/fault.ts";
import { assertPath } from "./input/path-pattern.ts";
import type { ProductDefinitions } from "./input/product-definitions.ts";
import { formatType, formatValue } from "./input/validation/format-value.ts";
import { assertKnownNames } from "./input/validation/known-names.ts";
import { isPlainObject } from "./input/validation/plain-object.ts";
import type { LoggedRequest } from "./state/request-log.ts";

const DEFAULT_BODY_LIMIT_IN_BYTES = 1_000_000;
const DEFAULT_MAX_TOKENS = 100_000;
const DEFAULT_MAX_REQUESTS = 1_000;

/** The options of `createEmulator`. */
export interface EmulatorOptions {
  /**
   * The registered applications. `emulator.apps.register` adds others.
   *
   * @default []
   */
  readonly apps?: readonly AppRegistration[];
  /**
   * Returns the current time, in ms since 1970. `emulator.clock` can move the emulator's time away from it.
   *
   * @default Date.now
   */
  readonly clock?: () => number;
  /**
   * How long an access token is valid, in s.
   *
   * @default `expires_in` of the example in the document
   */
  readonly expiresIn?: number;
  /**
   * Whether an application receives the same token until it expires, with a decreasing `expires_in`.
   *
   * @default false
   */
  readonly reuseTokens?: boolean;
  /**
   * How many tokens the emulator remembers. It forgets the oldest first, and rejects them as unknown.
   *
   * @default 100_000
   */
  readonly maxTokens?: number;
  /**
   * What the emulator accepts, and how it responds where MicroBilt documents nothing.
   *
   * - `documented` accepts what MicroBilt documents, and otherwise responds as the standards require.
   * - `observed` also accepts what public clients send: the grant type as a field of the form, HTTP Basic, a token request
   *   as a GET, and the other paths of the token endpoint. It responds as gateways of MicroBilt's family do: with `client_id`
   *   in the token response, and without `WWW-Authenticate`.
   *
   * @default "documented"
   */
  readonly compatibility?: "documented" | "observed";
  /**
   * The path of the token endpoint. With the compatibility `observed`, the documented path and the others that were observed
   * stay token endpoints, too.
   *
   * @default the path in the document
   */
  readonly tokenPath?: string;
  /**
   * The status of error responses that the document shows with more than one, such as `{ ExpiredAccessToken: 500 }`.
   *
   * @default the lowest status in the document
   */
  readonly statuses?: Readonly<Partial<Record<RefusalName, number>>>;
  /**
   * How products respond: scripts by path, the OpenAPI document of a product, or an array of both. Without any, the emulator
   * echoes each call. `emulator.products` adds others.
   *
   * @default {}
   */
  readonly products?: ProductDefinitions;
  /**
   * The faults to apply. `emulator.faults` adds and removes others.
   *
   * @default []
   */
  readonly faults?: readonly Fault[];
  /**
   * The size of the largest body that the emulator accepts, in bytes.
   *
   * @default 1_000_000
   */
  readonly bodyLimit?: number;
  /**
   * How many requests the log keeps.
   *
   * @default 1_000
   */
  readonly maxRequests?: number;
  /** Called with each request once its response is ready. The emulator ignores what it throws. */
  readonly onRequest?: (request: LoggedRequest) => void;
  /**
   * The OpenAPI document that describes the API, parsed.
   *
   * @default the built-in document
   */
  readonly document?: OpenApiDocument;
}

/** Validated options, with every default filled in. */
export interface Settings {
  readonly clock: () => number;
  /** How long an access token is valid, in ms. */
  readonly tokenLifetime: number;
  readonly reuseTokens: boolean;
  readonly maxTokens: number;
  readonly isObserved: boolean;
  /** The paths of the token endpoint. */
  readonly tokenPaths: readonly string[];
  /** The methods that the token endpoint accepts, in upper case. */
  readonly tokenMethods: readonly string[];
  readonly bodyLimit: number;
  readonly maxRequests: number;
  readonly onRequest: EmulatorOptions["onRequest"];
}

const OPTIONS: Readonly<Record<keyof EmulatorOptions, true>> = {
  apps: true,
  clock: true,
  expiresIn: true,
  reuseTokens: true,
  maxTokens: true,
  compatibility: true,
  tokenPath: true,
  statuses: true,
  products: true,
  faults: true,
  bodyLimit: true,
  maxRequests: true,
  onRequest: true,
  document: true,
};

/**
 * Validates the options. The state validates applications, products and faults, as it does for those added later.
 *
 * @throws {EmulatorError} `invalid_argument`, `invalid_document`
 */
export function readOptions(options: EmulatorOptions): { settings: Settings; api: DocumentedApi } {
  if (typeof options !== "object" || options === null) {
    throw invalidArgument(`The options of createEmulator must be an object; got ${formatType(options)}`);
  }
  assertKnownNames(options, Object.keys(OPTIONS), "option");
  const { apps = [], faults = [], statuses = {}, document = bundledDocument } = options;
  const { compatibility = "documented", clock = Date.now, reuseTokens = false, onRequest } = options;
  const { maxRequests = DEFAULT_MAX_REQUESTS } = options;
  if (!Array.isArray(apps)) {
    throw invalidArgument(`apps must be an array such as [{ clientId, clientSecret }]; got ${formatType(apps)}`);
  }
  if (!Array.isArray(faults)) {
    throw invalidArgument(`faults must be an array such as [{ kind: "reset", times: 1 }]; got ${formatType(faults)}`);
  }
  if (!isPlainObject(statuses)) {
    throw invalidArgument(
      `statuses must be a plain object such as { ExpiredAccessToken: 500 }; got ${formatValue(statuses)}`,
    );
  }
  if (compatibility !== "documented" && compatibility !== "observed") {
    throw invalidArgument(`compatibility must be "documented" or "observed"; got ${formatValue(compatibility)}`);
  }
  assertFunction("clock", clock);
  if (onRequest !== undefined) {
    assertFunction("onRequest", onRequest);
  }
  if (typeof reuseTokens !== "boolean") {
    throw invalidArgument(`reuseTokens must be true or false; got ${formatValue(reuseTokens)}`);
  }
  if (!Number.isInteger(maxRequests) || maxRequests < 0) {
    throw invalidArgument(`maxRequests must be a non-negative integer; got ${formatValue(maxRequests)}`);
  }

  const documented = readDocumentedApi(document);
  const { tokenEndpoint } = documented.contract;
  const { tokenPath = tokenEndpoint.path } = options;
  assertPath(tokenPath, "tokenPath");
  const contract = { ...documented.contract, tokenEndpoint: { ...tokenEndpoint, path: tokenPath } };
  const api = { ...documented, contract, refusals: withStatuses(documented.refusals, statuses) };
  const { expiresIn = api.tokenResponse.expiresIn } = options;
  assertPositive("expiresIn", expiresIn, "seconds");
  const { maxTokens = DEFAULT_MAX_TOKENS, bodyLimit = DEFAULT_BODY_LIMIT_IN_BYTES } = options;
  assertPositive("maxTokens", maxTokens, "tokens");
  assertPositive("bodyLimit", bodyLimit, "bytes");
  const settings = {
    clock,
    tokenLifetime: expiresIn * 1000,
    reuseTokens,
    maxTokens,
    ...tokenEndpoints(tokenEndpoint, tokenPath, compatibility === "observed"),
    bodyLimit,
    maxRequests,
    onRequest,
  };
  return { settings, api };
}

/** Where a token can be requested, and with which methods. The first path is the one to use. */
function tokenEndpoints(
  { path, method, aliases }: TokenEndpoint,
  tokenPath: string,
  isObserved: boolean,
): Pick<Settings, "isObserved" | "tokenPaths" | "tokenMethods"> {
  const others = isObserved ? [{ path, method }, ...aliases] : [];
  return {
    isObserved,
    tokenPaths: [...new Set([tokenPath, ...others.map((other) => other.path)])],
    tokenMethods: [...new Set([method, ...others.map((other) => other.method)])],
  };
}

/** The error responses of the document, some with another of their statuses. */
function withStatuses(refusals: Refusals, statuses: NonNullable<EmulatorOptions["statuses"]>): Refusals {
  for (const [name, status] of Object.entries(statuses)) {
    const { statuses: documented } = refusals.get(name);
    if (!documented.includes(status as number)) {
      throw invalidArgument(
        `statuses.${name} must be ${documented.join(" or ")}, as in the document; got ${formatValue(status)}`,
      );
    }
  }
  return {
    ...refusals,
    get(name) {
      const refusal = refusals.get(name);
      return { ...refusal, status: statuses[name] ?? refusal.status };
    },
  };
}

function assertPositive(name: string, value: number, unit: string): void {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
    throw invalidArgument(`${name} must be a positive number of ${unit}; got ${formatValue(value)}`);
  }
}

function assertFunction(name: string, value: unknown): void {
  if (typeof value !== "function") {
    throw invalidArgument(`${name} must be a function; got ${formatType(value)}`);
  }
}
