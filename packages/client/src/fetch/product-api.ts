import type { Client as OpenapiFetchClient, ClientOptions as OpenapiFetchOptions } from "openapi-fetch";
import type { Fetch } from "../options.ts";

/** A client typed by a product's OpenAPI document: `GET`, `POST` and the other methods of openapi-fetch. */
export type Api<Paths extends {}> = Omit<OpenapiFetchClient<Paths, `${string}/${string}`>, "use" | "eject">;

/** The options of openapi-fetch that {@link Api} supports: serializers for parameters and bodies, and default headers. */
export type ApiOptions = Pick<OpenapiFetchOptions, "bodySerializer" | "querySerializer" | "pathSerializer" | "headers">;

type Caller = (...args: unknown[]) => Promise<unknown>;

/**
 * Creates an openapi-fetch client over the authenticated fetch. openapi-fetch is loaded with the first call, so that it
 * costs nothing without one. Its middleware is not available: it cannot send a request again, which renewing a token
 * requires (https://github.com/openapi-ts/openapi-typescript/issues/2075).
 */
export function createApi<Paths extends {}>(baseUrl: string, fetch: Fetch, options: ApiOptions): Api<Paths> {
  let loading: Promise<Record<string, Caller>> | undefined;
  const call = async (method: string, args: unknown[]) => {
    loading ??= import("openapi-fetch").then(
      ({ default: createClient }) =>
        createClient<Paths>({ ...options, baseUrl, fetch }) as unknown as Record<string, Caller>,
    );
    return (await loading)[method]?.(...args);
  };
  // Its methods are GET, POST and the like, and request. Nothing else: an api must not look like a promise.
  const isMethod = (name: unknown) => typeof name === "string" && /^(?:[A-Z]+|request)$/.test(name);
  return new Proxy({} as Api<Paths>, {
    get: (_, name) => (isMethod(name) ? (...args: unknown[]) => call(name as string, args) : undefined),
  });
}
