import type { Client as OpenapiFetchClient, ClientOptions as OpenapiFetchOptions } from "openapi-fetch";
import type { Fetch } from "../options.ts";

/** A client typed by a product's OpenAPI document: `GET`, `POST` and the other methods of openapi-fetch. */
export type Api<Paths extends {}> = Omit<OpenapiFetchClient<Paths, `${string}/${string}`>, "use" | "eject">;

/** The options of openapi-fetch that {@link Api} supports: serializers for parameters and bodies, and default headers. */
export type ApiOptions = Pick<OpenapiFetchOptions, "bodySerializer" | "querySerializer" | "pathSerializer" | "headers">;

const METHODS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "request"] as const;

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * Creates an openapi-fetch client over the authenticated fetch. openapi-fetch is loaded with the first call, so that it
 * costs nothing without one. Its middleware is not available: it cannot send a request again, which renewing a token
 * requires (https://github.com/openapi-ts/openapi-typescript/issues/2075).
 */
export function createApi<Paths extends {}>(baseUrl: string, fetch: Fetch, options: ApiOptions): Api<Paths> {
  let client: unknown;
  const call = async (method: string, args: unknown[]) => {
    // The client is kept, not its promise: a promise can fail, or belong to a request that has ended.
    client ??= (await import("openapi-fetch")).default<Paths>({ ...options, baseUrl, fetch });
    return (client as Record<string, Method>)[method]?.(...args);
  };
  return Object.fromEntries(
    METHODS.map((method) => [method, (...args: unknown[]) => call(method, args)]),
  ) as Api<Paths>;
}
