import { type AuthenticatedFetch, createAuthenticatedFetch } from "./fetch/authenticated-fetch.ts";
import { type Api, type ApiOptions, createApi } from "./fetch/product-api.ts";
import { type ClientOptions, readOptions } from "./options.ts";
import { createTokenSource } from "./token/token-cache.ts";

/** Calls MicroBilt; gets, keeps and renews the access token by itself. */
export interface MicrobiltClient {
  /**
   * The access token, for use with another HTTP client: `Authorization: Bearer <token>`. It is kept; one request is
   * sent, however many ask at once.
   *
   * @param options.signal ends this wait, and nobody else's
   * @throws {MicrobiltError} when no token is to be had
   */
  getAccessToken(options?: { readonly signal?: AbortSignal }): Promise<string>;
  /**
   * `fetch` with the access token. The address is a path at the configured server. When the server refuses the token,
   * the call is sent once more with a new one, if its body can be sent again (a stream cannot).
   *
   * JSON is asked for, and a text as the body is sent as JSON, unless the headers say otherwise. A Request is copied to
   * be sent again; for a large upload give a stream. Redirects are not followed. Other failures are
   * not retried: a product call can cost money. `fetch` cannot send a GET with a body.
   *
   * @throws {MicrobiltError} when there is no token, the address is at another origin, or no answer came
   * @example
   * ```ts
   * const response = await microbilt.fetch("/iPredict/GetReport", { method: "POST", body: JSON.stringify(report) });
   * ```
   */
  readonly fetch: AuthenticatedFetch;
  /**
   * Calls typed by a product's own OpenAPI document, made into types by openapi-typescript.
   *
   * @example
   * ```ts
   * const product = microbilt.api<paths>();
   * const { data, error } = await product.POST("/iPredict/GetReport", { body: report });
   * ```
   */
  api<Paths extends {}>(options?: ApiOptions): Api<Paths>;
  /**
   * Drops the access token, so that the next call gets a new one.
   *
   * @param accessToken drops it only if it is still this one, so that a late refusal of an old token costs nothing
   */
  invalidate(accessToken?: string): void;
}

/**
 * Makes a client. It sends nothing before it is used.
 *
 * @throws {MicrobiltError} `invalid_argument` for options that are not usable
 * @example
 * ```ts
 * const microbilt = createClient({ environment: "sandbox", clientId, clientSecret });
 * ```
 */
export function createClient(options: ClientOptions): MicrobiltClient {
  const settings = readOptions(options);
  const tokens = createTokenSource(settings);
  const fetch = createAuthenticatedFetch(settings, tokens);
  return {
    getAccessToken: async ({ signal } = {}) => (tokens.peek() ?? (await tokens.get(signal))).value,
    fetch,
    api: (apiOptions = {}) => createApi(settings.baseUrl, fetch, apiOptions),
    invalidate: (accessToken) => tokens.invalidate(accessToken),
  };
}
