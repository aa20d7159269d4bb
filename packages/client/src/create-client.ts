import { check, checkAll, optional, type Rules, typeName } from "./check-options.ts";
import { createAuthenticatedFetch } from "./fetch/authenticated-fetch.ts";
import { type Api, type ApiOptions, createApi } from "./fetch/product-api.ts";
import type { ClientOptions, Fetch } from "./options.ts";
import { readOptions } from "./read-options.ts";
import { createSharedToken } from "./store/shared-token.ts";
import { createTokenCache } from "./token/token-cache.ts";

/** Calls MicroBilt's APIs, and obtains, caches and renews the access token for them. */
export interface MicrobiltClient {
  /**
   * Returns the access token, for another HTTP client: send it as `Authorization: Bearer <token>`. The token is cached, and
   * concurrent callers share one token request.
   *
   * @throws {MicrobiltError} with any code except `foreign_origin`; or the signal's reason
   * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2.1 | RFC 6750, section 2.1}
   */
  getAccessToken(options?: TokenOptions): Promise<string>;
  /**
   * Returns the access token and the time at which it expires. The token is the same as that of {@link getAccessToken}.
   *
   * @throws {MicrobiltError} with any code except `foreign_origin`; or the signal's reason
   */
  getToken(options?: TokenOptions): Promise<Token>;
  /**
   * Calls a product like the standard `fetch`, with the access token. A path is resolved against the configured server, and
   * no other origin is allowed. When the server rejects the token, the client sends the request once more with a new
   * one, unless its body is a stream.
   *
   * A product's own error is a response like any other: a 401 after which a new token did not help is returned, and calls
   * with the same method and path are not sent again for a time that grows from a second to a minute.
   *
   * The options are copied, the body is not: do not change its bytes or its form before the call has returned.
   *
   * By default, the client asks for JSON, sends a string body as JSON, and does not let the response be stored
   * (`cache: "no-store"`). It reads the body of a Request before it sends it; pass a stream in the options for a large upload.
   * It does not follow redirects, and does not retry after other failures: a product call can cost money. A GET request
   * cannot have a body.
   *
   * @throws {MicrobiltError} with any code; or the signal's reason
   * @example
   * ```ts
   * const response = await microbilt.fetch("/iPredict/GetReport", { method: "POST", body: JSON.stringify(report) });
   * ```
   */
  readonly fetch: Fetch;
  /**
   * Creates a client for a product, whose calls have the types and the base path of the product's OpenAPI document. The command
   * `microbilt types` writes both. The methods of the client throw the errors of {@link fetch}. They do not use a replaced
   * `fetch` method, such as a spy.
   *
   * @param options the product, serializers and default headers
   * @throws {MicrobiltError} `invalid_argument`
   * @example
   * ```ts
   * const product = microbilt.api(iPredict);
   * const { data, error } = await product.POST("/GetReport", { body: report });
   * ```
   */
  api<Paths extends {}>(options?: ApiOptions<Paths>): Api<Paths>;
  /**
   * Drops the cached access token, so that the next call obtains a new one. It does not end the pause after rejected
   * credentials or after a function for a credential that failed, because programs may call it after any failure.
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
  const { store, baseUrl, tokenUrl } = settings;
  const tokens = createTokenCache(settings, store && createSharedToken(store, tokenUrl, settings));
  const fetch = createAuthenticatedFetch(settings, tokens);
  return {
    getAccessToken: async (tokenOptions) => (await tokens.get(readSignal(tokenOptions))).accessToken,
    async getToken(tokenOptions) {
      const { accessToken, requestedAt, lifetime } = await tokens.get(readSignal(tokenOptions));
      return { accessToken, expiresAt: new Date(requestedAt + lifetime) };
    },
    fetch,
    api: (apiOptions = {}) => createApi(baseUrl, fetch, apiOptions),
    invalidate: tokens.invalidate,
  };
}

const TOKEN_RULES: Rules<TokenOptions> = {
  signal: optional("an AbortSignal", (value) => "aborted" in Object(value)),
};

function readSignal(options: TokenOptions | undefined): AbortSignal | undefined {
  if (options) {
    const isObject = typeof options === "object" && !("aborted" in options);
    check(isObject, `The argument must be an object like { signal }; got ${typeName(options)}`);
    checkAll(options, TOKEN_RULES);
  }
  return options?.signal;
}
