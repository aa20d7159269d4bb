import type { Client as OpenapiFetchClient, ClientOptions as OpenapiFetchOptions } from "openapi-fetch";
import type { AuthenticatedFetch } from "./authenticated-fetch.ts";

/** A client typed by a product's own OpenAPI document: `GET`, `POST` and the others of openapi-fetch. */
export type Api<Paths extends {}> = Omit<OpenapiFetchClient<Paths, `${string}/${string}`>, "use" | "eject">;

/** Options of openapi-fetch that make sense for MicroBilt: how to serialize parameters and bodies, and headers for all calls. */
export type ApiOptions = Pick<OpenapiFetchOptions, "bodySerializer" | "querySerializer" | "pathSerializer" | "headers">;

type Caller = (...args: unknown[]) => Promise<unknown>;

/**
 * openapi-fetch over the authenticated fetch. It is loaded with the first call, so that it costs nothing to those who
 * make none. Tokens are renewed below it: its middleware cannot send a request again (openapi-typescript#2075).
 */
export function createApi<Paths extends {}>(
  baseUrl: string,
  fetch: AuthenticatedFetch,
  options: ApiOptions,
): Api<Paths> {
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
