import { flows, servers } from "@microbilt-oauth/spec/contract";
import { MicrobiltError } from "./errors.ts";
import { createEmitter, type Emit, type MicrobiltEvent } from "./events.ts";
import { type Clock, completeClock } from "./http/clock.ts";
import { readUserAgent } from "./http/user-agent.ts";
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

/** The standard `fetch`, or a function that behaves like it. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** How often and for how long failed token requests are retried. */
export interface RetryOptions {
  /**
   * The maximum number of token requests for one token, the first one included.
   *
   * @default 4
   */
  readonly attempts?: number;
  /**
   * The time limit for starting a retry, in ms, counted from the first request.
   *
   * @default 30_000
   */
  readonly budget?: number;
}

/** The options of {@link createClient} that do not name a server. */
export interface CommonOptions {
  /** Identifies your application. */
  readonly clientId: Credential;
  /** The secret of your application. */
  readonly clientSecret: Credential;
  /**
   * How token requests are sent.
   *
   * @default "json"
   * @see The request body of `getAccessToken` in the OpenAPI document
   */
  readonly flow?: Flow;
  /**
   * How long a token request may take, in ms. Each retry has the same time. It also limits how long a function for a
   * credential may take.
   *
   * @default 10_000
   */
  readonly timeout?: number;
  /**
   * How token requests are retried after network errors, timeouts, 429 and 5xx; `false` turns retries off. Product calls
   * are never retried after these: they can cost money. `Retry-After` is honored.
   *
   * @default { attempts: 4, budget: 30_000 }
   * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 | RFC 9110, section 10.2.3}
   */
  readonly retry?: RetryOptions | false;
  /**
   * How long before its expiry the client refreshes a token in the background, in ms, but at most a tenth of its lifetime.
   * 0 turns background refreshes off.
   *
   * @default 60_000
   */
  readonly refreshAhead?: number;
  /**
   * Where tokens are kept in addition to memory, for processes that share them. A Keyv instance is a store.
   *
   * @default undefined
   */
  readonly store?: TokenStore;
  /**
   * How long the store can delay a token, in ms: this is the time for all its operations together. A token is returned
   * before it is stored. When the store fails or is late, the client does without it for a pause, which grows from a
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
   * Sends the requests.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: Fetch;
  /**
   * Receives events for logs and metrics. What it throws is ignored.
   *
   * @default undefined
   */
  readonly onEvent?: (event: MicrobiltEvent) => void;
  /**
   * The source of time. The system clock provides the methods that it lacks.
   *
   * @default the system clock
   */
  readonly clock?: Partial<Clock>;
  /**
   * Returns a random number from 0 to 1, for the delays between retries.
   *
   * @default Math.random
   */
  readonly random?: () => number;
}

/** Names the server by its environment. */
export interface EnvironmentOptions {
  /** One of MicroBilt's servers. */
  readonly environment: Environment;
  /** Must be omitted: the environment names the server. */
  readonly baseUrl?: never;
}

/** Names the server by its URL. */
export interface BaseUrlOptions {
  /** The URL of another server, such as the emulator at `http://127.0.0.1:4300`. Plain http is allowed only on loopback. */
  readonly baseUrl: string | URL;
  /** Must be omitted: the URL names the server. */
  readonly environment?: never;
}

/** The options of {@link createClient}: they name the server by either `environment` or `baseUrl`. */
export type ClientOptions = CommonOptions & (EnvironmentOptions | BaseUrlOptions);

/** Validated options, with every default filled in. */
export interface Settings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
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
  readonly fetch: Fetch;
  readonly emit: Emit;
  /** Identifies the client to the server; undefined in browsers. */
  readonly userAgent: string | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * Validates options.
 *
 * @throws {MicrobiltError} `invalid_argument`
 */
export function readOptions(options: ClientOptions): Settings {
  const { clientId, clientSecret, flow = "json", timeout = 10_000, retry = {}, refreshAhead = 60_000 } = options;
  const {
    store,
    storeTimeout = 1_000,
    waitUntil,
    fetch = (input, init) => globalThis.fetch(input, init),
    onEvent,
    clock,
    random = Math.random,
  } = options;
  const { attempts = 4, budget = 30_000 } = retry || { attempts: 1 };
  const url = readServer(options);
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    check(
      isFunction(value) || (typeof value === "string" && value),
      `${name} must be a non-empty string or a function`,
    );
  }
  // Any string that is not a short word could be a secret in the wrong place.
  check(
    Object.hasOwn(flows, flow),
    `flow must be ${oneOf(flows)}; got ${/^[a-z]{1,9}$/.test(flow) ? `"${flow}"` : typeof flow}`,
  );
  check(
    !store || [store.get, store.set, store.delete].every(isFunction),
    "store must have the methods get, set and delete, as a Keyv instance has",
  );
  for (const [name, value] of Object.entries({ timeout, storeTimeout, refreshAhead, "retry.budget": budget })) {
    check(value >= 0, `${name} must be at least 0 ms; got ${Number(value)}`);
  }
  check(
    attempts >= 1,
    `retry.attempts must be at least 1; got ${Number(attempts)}. To turn retries off, pass retry: false`,
  );
  return {
    baseUrl: url.href.replace(/\/$/, ""),
    origin: url.origin,
    clientId,
    clientSecret,
    flow,
    timeout,
    attempts,
    budget,
    // There, what one request has started ends with it.
    refreshAhead: isOnWorkers() && !waitUntil ? 0 : refreshAhead,
    store,
    storeTimeout,
    waitUntil: waitUntil ?? (() => {}),
    fetch,
    emit: createEmitter(onEvent),
    userAgent: readUserAgent(),
    clock: completeClock(clock),
    random,
  };
}

/** The origins to which a secret can be sent: those with https, and those whose traffic does not leave the machine. */
const SAFE_ORIGIN = /^https:|^http:\/\/(?:localhost|\[::1\]|127(?:\.\d+){3})(?::|$)/;

function readServer({ environment, baseUrl }: ClientOptions): URL {
  check(!environment || !baseUrl, "baseUrl must be omitted when environment is set");
  const address = String(new Map<unknown, string>(Object.entries(servers)).get(environment) ?? baseUrl ?? "");
  check(address, `environment must be ${oneOf(servers)}; otherwise pass baseUrl`);
  // Node 20 has no `URL.parse`.
  const url = URL.canParse(address) && new URL(address);
  check(
    url && SAFE_ORIGIN.test(url.origin) && url.href === url.origin + url.pathname,
    "baseUrl must be like https://host, without user, query or fragment; use https except on loopback",
  );
  return url;
}

function isOnWorkers(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function oneOf(choices: object): string {
  return `"${Object.keys(choices).join('" or "')}"`;
}

function check(isValid: unknown, message: string): asserts isValid {
  if (!isValid) {
    throw new MicrobiltError("invalid_argument", message);
  }
}
