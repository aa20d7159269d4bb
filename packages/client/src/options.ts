import type { flows, servers } from "@microbilt-oauth/spec/contract";
import type { Emit, MicrobiltEvent } from "./events.ts";
import type { Clock } from "./http/clock.ts";
import type { FetchLike } from "./http/fetch-like.ts";
import type { TokenStore } from "./store/token-store.ts";

/** One of MicroBilt's servers: `sandbox` or `production`. */
export type Environment = keyof typeof servers;

/** How a token request is sent: as `json` or as a `form`. Both return the same kind of token. */
export type Flow = keyof typeof flows;

/**
 * A client ID or a client secret: a string, or a function that returns one. The client calls the function before each
 * token request, so it can fetch the credential from a vault or rotate it, and waits for it for at most `timeout` ms.
 */
export type Credential = string | (() => string | Promise<string>);

/** A function with the parameters and the result of the standard `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** How often and for how long failed token requests are retried. */
export interface RetryOptions {
  /**
   * The maximum number of token requests for one token, the first one included.
   *
   * @default 4
   */
  readonly attempts?: number | undefined;
  /**
   * The time limit for starting a retry, in ms, counted from the first request.
   *
   * @default 30_000
   */
  readonly budget?: number | undefined;
}

/** The options of {@link createClient} that do not name a server. */
export interface CommonOptions {
  /** Identifies your application. */
  readonly clientId: Credential;
  /** The secret of your application. */
  readonly clientSecret: Credential;
  /**
   * The path of the token endpoint, for servers that have it elsewhere.
   *
   * @default the path of `getAccessToken` in the OpenAPI document
   */
  readonly tokenPath?: string | undefined;
  /**
   * How token requests are sent.
   *
   * @default "json"
   * @see The request body of `getAccessToken` in the OpenAPI document
   */
  readonly flow?: Flow | undefined;
  /**
   * How long a token request may take, in ms. The limit applies to each retry separately. It also limits how long a function for a
   * credential may take. `Infinity` means no limit; with 0, every token request fails.
   *
   * @default 10_000
   */
  readonly timeout?: number | undefined;
  /**
   * How token requests are retried after network errors, timeouts, 408, 425, 429 and 5xx; `false` turns retries off. Product calls
   * are never retried after these: they can cost money. The client waits at least as long as `Retry-After` says.
   *
   * @default { attempts: 4, budget: 30_000 }
   * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 | RFC 9110, section 10.2.3}
   */
  readonly retry?: RetryOptions | false | undefined;
  /**
   * How long before its expiry the client refreshes a token in the background, in ms, but at most a tenth of its lifetime.
   * 0 turns background refreshes off.
   *
   * @default 60_000
   */
  readonly refreshAhead?: number | undefined;
  /**
   * Where tokens are kept in addition to memory, for processes that share them. A Keyv instance is a store.
   *
   * @default undefined
   */
  readonly store?: TokenStore | undefined;
  /**
   * How long the store can delay a token, in ms: this is the time for all its operations together. A token is returned
   * before it is stored. When the store fails or is late, the client does not use it for a pause, which grows from a
   * second to a minute. Increase this time if clients wait long for the store's lock.
   *
   * @default 1_000
   */
  readonly storeTimeout?: number | undefined;
  /**
   * Receives the promise of work that continues after a call has returned: a background refresh, and the storing or
   * deleting of a token. The promise is never rejected. Serverless platforms need it, because they stop a request's work
   * once its response is complete. Pass `waitUntil` from `cloudflare:workers` or from `@vercel/functions`.
   *
   * On Cloudflare Workers, the client refreshes tokens in the background only if it has this option. It does not refresh
   * them when this function throws an error.
   *
   * @default undefined
   */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /**
   * Sends the requests: the `fetch` of undici, node-fetch or a test, or a function that adds options such as a `dispatcher`
   * for a proxy.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: FetchLike | undefined;
  /**
   * Allows plain http to any server except MicroBilt's own, for a private network such as that of containers. Everybody on
   * that network can read the secret and the access token.
   *
   * @default false
   */
  readonly allowInsecureRequests?: boolean | undefined;
  /**
   * Receives events for logs and metrics. What it throws is ignored.
   *
   * @default undefined
   */
  readonly onEvent?: ((event: MicrobiltEvent) => void) | undefined;
  /**
   * The source of time. The system clock provides the methods that it lacks.
   *
   * @default the system clock
   */
  readonly clock?: Partial<Clock> | undefined;
  /**
   * Returns a random number from 0 to 1, for the delays between retries.
   *
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}

/** Names the server by its environment. */
export interface EnvironmentOptions {
  /** One of MicroBilt's servers. */
  readonly environment: Environment;
  /** Must be omitted: the environment names the server. */
  readonly baseUrl?: undefined;
}

/** Names the server by its URL. */
export interface BaseUrlOptions {
  /**
   * The URL of another server, without the path of the token endpoint, such as that of the emulator: `http://127.0.0.1:4300`.
   * Plain http is allowed only on loopback, which includes `*.localhost`, and with `allowInsecureRequests`.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc6761#section-6.3 | RFC 6761, section 6.3}
   */
  readonly baseUrl: string | URL;
  /** Must be omitted: the URL names the server. */
  readonly environment?: undefined;
}

/** The options of {@link createClient}: they name the server by either `environment` or `baseUrl`. */
export type ClientOptions = CommonOptions & (EnvironmentOptions | BaseUrlOptions);

/** Validated options, with every default filled in. */
export interface Settings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** The URL of the token endpoint. */
  readonly tokenUrl: string;
  readonly origin: string;
  readonly clientId: Credential;
  readonly clientSecret: Credential;
  readonly flow: Flow;
  readonly timeout: number;
  readonly attempts: number;
  readonly budget: number;
  readonly refreshAhead: number;
  readonly store: TokenStore | undefined;
  readonly storeTimeout: number;
  readonly waitUntil: (promise: Promise<unknown>) => void;
  readonly fetch: FetchLike;
  readonly emit: Emit;
  /** Identifies the client to the server; undefined in browsers. */
  readonly userAgent: string | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}
