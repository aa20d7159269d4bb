import { createAuthenticatedFetch } from "./fetch/authenticated-fetch.ts";
import { type Api, type ApiOptions, createApi } from "./fetch/product-api.ts";
import { type ClientOptions, type Fetch, readOptions } from "./options.ts";
import { createSharedToken } from "./store/shared-token.ts";
import { createTokenCache } from "./token/token-cache.ts";
import { tokenUrl } from "./token/token-request.ts";

/** Calls MicroBilt's APIs, and obtains, caches and renews the access token for them. */
export interface MicrobiltClient {
  /**
   * Returns the access token, for another HTTP client: send it as `Authorization: Bearer <token>`. The token is cached;
   * concurrent callers share one token request.
   *
   * @throws {MicrobiltError} when no token can be obtained; see {@link MicrobiltErrorCode}
   */
  getAccessToken(options?: TokenOptions): Promise<string>;
  /**
   * Returns the access token and the time at which it expires. Otherwise the same as {@link getAccessToken}.
   *
   * @throws {MicrobiltError} when no token can be obtained; see {@link MicrobiltErrorCode}
   */
  getToken(options?: TokenOptions): Promise<Token>;
  /**
   * `fetch` with the access token. The URL is a path at the configured server. When the server rejects the token, the
   * request is sent once more with a new one, unless its body is a stream.
   *
   * The `accept` header is JSON, and so is the `content-type` of a string body, unless you set them. A Request is copied so
   * that it can be sent again; for large uploads use a stream. Redirects are not followed. Other failures are not
   * retried: a product call can cost money. A GET request cannot have a body.
   *
   * @throws {MicrobiltError} when no token can be obtained; `invalid_argument`, `foreign_origin`, `redirected` or
   * `network_error`; the signal's reason when it is aborted
   * @example
   * ```ts
   * const response = await microbilt.fetch("/iPredict/GetReport", { method: "POST", body: JSON.stringify(report) });
   * ```
   */
  readonly fetch: Fetch;
  /**
   * Creates a client for a product, typed by the product's OpenAPI document with openapi-typescript.
   *
   * @example
   * ```ts
   * const product = microbilt.api<paths>();
   * const { data, error } = await product.POST("/iPredict/GetReport", { body: report });
   * ```
   */
  api<Paths extends {}>(options?: ApiOptions): Api<Paths>;
  /**
   * Drops the cached access token, so that the next call obtains a new one.
   *
   * @param accessToken drops the token only if it is still this one, so that a late rejection of an old token has no effect
   */
  invalidate(accessToken?: string): void;
}

/** An access token and its expiry. */
export interface Token {
  /** The access token. */
  readonly accessToken: string;
  /**
   * When the token expires by the local clock, counted from before its request was sent. A token whose response has no
   * readable lifetime expires at the time of its request, which is in the past: use it at once, and do not cache it.
   */
  readonly expiresAt: Date;
}

/** The options of {@link MicrobiltClient.getAccessToken} and {@link MicrobiltClient.getToken}. */
export interface TokenOptions {
  /** Aborting it ends this caller's wait, and no other caller's. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Creates a client. It sends nothing until it is used. Share one client: it holds the access token.
 *
 * @throws {MicrobiltError} `invalid_argument`
 * @example
 * ```ts
 * const microbilt = createClient({ environment: "sandbox", clientId, clientSecret });
 * ```
 */
export function createClient(options: ClientOptions): MicrobiltClient {
  const settings = readOptions(options);
  const { store, baseUrl } = settings;
  const tokens = createTokenCache(settings, store && createSharedToken(store, tokenUrl(baseUrl), settings));
  const fetch = createAuthenticatedFetch(settings, tokens);
  return {
    getAccessToken: async (tokenOptions) => (await tokens.get(tokenOptions?.signal)).accessToken,
    async getToken(tokenOptions) {
      const { accessToken, requestedAt, lifetime } = await tokens.get(tokenOptions?.signal);
      return { accessToken, expiresAt: new Date(requestedAt + lifetime) };
    },
    fetch,
    api: (apiOptions = {}) => createApi(baseUrl, fetch, apiOptions),
    invalidate: tokens.invalidate,
  };
}
