import type { resource } from "@microbilt-oauth/spec/contract";
import type { GatewayFault } from "@microbilt-oauth/spec/types";
import type { Client as OpenapiFetchClient, ClientOptions as OpenapiFetchOptions } from "openapi-fetch";
import { ANY, checkAll, optional, type Rules } from "../check-options.ts";
import type { Fetch } from "../options.ts";
import { hasUnusualBody } from "./read-call.ts";

/** A product, as `microbilt types` writes it from the product's OpenAPI document. */
export interface Product<Paths extends {} = never> {
  /**
   * The path of the product's server, such as `/iPredict`. The paths of the product's document are below it; a `/` at its end is
   * ignored. The client takes the host from its own options, and not from the product's document.
   *
   * @default ""
   */
  readonly basePath?: string | undefined;
  /** Carries the types of the product's paths. It is never set. */
  readonly paths?: Paths | undefined;
}

/** The options of `api()`: a product, and the options of openapi-fetch for parameters, bodies and default headers. */
export interface ApiOptions<Paths extends {} = never>
  extends Product<Paths>,
    Pick<OpenapiFetchOptions, "bodySerializer" | "querySerializer" | "pathSerializer" | "headers"> {}

/**
 * The error responses of the gateway, which the documents of products do not list. A document rarely has these keys, and the
 * type of `error` does not depend on the status.
 */
export type GatewayErrors = Record<
  "4XX" | "5XX" | "default",
  Record<"content", Record<typeof resource.mediaType, GatewayFault>>
>;

/** The responses of an operation, those of the gateway included. */
export interface WithGatewayErrors<Own> {
  /** The responses by status. What the product's own document says of one takes precedence. */
  responses: Own & Omit<GatewayErrors, keyof Own>;
}

/**
 * A client typed by a product's OpenAPI document: `GET`, `POST` and the other methods of openapi-fetch. The type of `error`
 * includes the errors of MicroBilt's gateway.
 */
export type Api<Paths extends {}> = Omit<
  OpenapiFetchClient<
    {
      [Path in keyof Paths]: {
        [Method in keyof Paths[Path]]: Paths[Path][Method] extends Record<"responses", infer Own>
          ? Omit<Paths[Path][Method], "responses"> & WithGatewayErrors<Own>
          : Paths[Path][Method];
      };
    },
    `${string}/${string}`
  >,
  "use" | "eject"
>;

const isBasePath = (value: unknown) => typeof value === "string" && /^(?:\/[^\s/\\?#]+)*\/?$/.test(value);

const RULES: Rules<ApiOptions> = {
  basePath: optional('a path like "/iPredict"', isBasePath),
  paths: optional("omitted", () => false),
  headers: ANY,
  bodySerializer: ANY,
  pathSerializer: ANY,
  querySerializer: ANY,
};

const METHODS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "request"] as const;

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * Creates an openapi-fetch client over the authenticated fetch. openapi-fetch is loaded with the first call, so that it
 * costs nothing without one. Its middleware is not available: it cannot send a request again, which renewing a token
 * requires (https://github.com/openapi-ts/openapi-typescript/issues/2075).
 *
 * @throws {MicrobiltError} `invalid_argument`
 */
export function createApi<Paths extends {}>(server: string, fetch: Fetch, options: ApiOptions<Paths>): Api<Paths> {
  checkAll(options, RULES);
  const { basePath = "", paths: _, ...given } = options;
  let client: unknown;
  const call = async (method: string, args: unknown[]) => {
    // The client is kept, not its promise: a promise can fail, or belong to a request that has ended.
    client ??= (await import("openapi-fetch")).default<Paths>({
      ...given,
      baseUrl: server + basePath,
      Request: ApiRequest as unknown as typeof Request,
      fetch: (request) => ("init" in request ? fetch(request.url, request.init as RequestInit) : fetch(request)),
    });
    return (client as Record<string, Method>)[method]?.(...args);
  };
  return Object.fromEntries(
    METHODS.map((method) => [method, (...args: unknown[]) => call(method, args)]),
  ) as Api<Paths>;
}

/** Creates the request of a typed call. A Request cannot be a GET with a body, which some implementations of `fetch` can send. */
function ApiRequest(url: string, init: RequestInit): object {
  return hasUnusualBody(init) ? { url, method: init.method, init } : new Request(url, init);
}
