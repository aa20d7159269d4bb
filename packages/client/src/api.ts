import type { Client as OpenapiFetchClient, ClientOptions as OpenapiFetchOptions } from "openapi-fetch";
import type { AuthenticatedFetch } from "./authenticated-fetch.ts";

/** A client typed by a product's own OpenAPI document: `GET`, `POST` and the others of openapi-fetch. */
export type Api<Paths extends {}> = Omit<OpenapiFetchClient<Paths, `${string}/${string}`>, "use" | "eject">;

/** Options of openapi-fetch that make sense for MicroBilt: how to serialize parameters and bodies, and headers for all calls. */
export type ApiOptions = Pick<OpenapiFetchOptions, "bodySerializer" | "querySerializer" | "pathSerializer" | "headers">;

const METHODS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "request"] as const;

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
  const load = () => {
    loading ??= import("openapi-fetch").then(
      ({ default: createClient }) =>
        createClient<Paths>({ ...options, baseUrl, fetch }) as unknown as Record<string, Caller>,
    );
    return loading;
  };
  const call =
    (method: string): Caller =>
    async (...args) =>
      (await load())[method]?.(...args);
  return Object.fromEntries(METHODS.map((method) => [method, call(method)])) as unknown as Api<Paths>;
}
