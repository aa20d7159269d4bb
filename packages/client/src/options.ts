import { flows, servers } from "@microbilt-oauth/spec/contract";
import { MicrobiltError } from "./errors.ts";
import type { MicrobiltEvent } from "./events.ts";
import { type Clock, systemClock } from "./http/clock.ts";
import type { TokenStore } from "./store/token-store.ts";

/** Where MicroBilt's API is called: `sandbox` or `production`. */
export type Environment = keyof typeof servers;

/** The two forms of a token request. */
export type Flow = keyof typeof flows;

/**
 * A text, or a function that gives one, asked at each token request: for secrets that are fetched or rotated. It has as
 * long as the token endpoint has to answer.
 */
export type Secret = string | (() => string | Promise<string>);

/** How failed token requests are sent again: after network errors, timeouts, 429 and 5xx. */
export interface RetryOptions {
  /** The most token requests for one token, the first included. 4 by default. */
  readonly attempts?: number;
  /** No retry begins later than this, in ms from the first request. 30 000 by default. */
  readonly budget?: number;
}

interface CommonOptions {
  /** Identifies your application. */
  readonly clientId: Secret;
  /** Your application's secret. */
  readonly clientSecret: Secret;
  /** How the token request is sent: as `json` (the default) or as a `form`. The tokens are of the same worth. */
  readonly flow?: Flow;
  /** How long to wait for the token endpoint's answer, in ms; each retry has as long. 10 000 by default. */
  readonly timeout?: number;
  /** How failed token requests are retried; `false` turns it off. Product calls are never retried on failures. */
  readonly retry?: RetryOptions | false;
  /**
   * How long before its end a token is renewed, in ms, while it still serves: 60 000 by default, and never more than a
   * tenth of its life. 0 turns it off.
   */
  readonly refreshAhead?: number;
  /** Where tokens are kept besides memory, for processes that share them. Any Keyv instance fits. */
  readonly store?: TokenStore;
  /** Sends the requests; the global `fetch` by default. */
  readonly fetch?: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Is told what happens; no event holds a secret or a token. What it throws is ignored. */
  readonly onEvent?: (event: MicrobiltEvent) => void;
  /** Where the time comes from; the system by default. What is not given is the system's. */
  readonly clock?: Partial<Clock>;
  /** Chance for the delays between retries, from 0 to 1; `Math.random` by default. */
  readonly random?: () => number;
}

/** The options of `createClient`: the server is named by its environment or by its address. */
export type ClientOptions = CommonOptions &
  (
    | {
        /** One of MicroBilt's servers. */
        readonly environment: Environment;
        readonly baseUrl?: never;
      }
    | {
        /** Another server, such as an emulator: `http://127.0.0.1:4010`. Plain http only on this machine. */
        readonly baseUrl: string | URL;
        readonly environment?: never;
      }
  );

/** Options with every default filled in. */
export interface Settings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly origin: string;
  readonly clientId: Secret;
  readonly clientSecret: Secret;
  readonly flow: Flow;
  readonly timeout: number;
  readonly attempts: number;
  readonly budget: number;
  readonly refreshAhead: number;
  readonly store: TokenStore | undefined;
  readonly fetch: NonNullable<CommonOptions["fetch"]>;
  readonly onEvent: CommonOptions["onEvent"];
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * Checks the options, once.
 *
 * @throws {MicrobiltError} `invalid_argument`, saying what to write instead
 */
export function readOptions(options: ClientOptions): Settings {
  const { clientId, clientSecret, flow = "json", retry = {}, store, clock } = options;
  const { attempts = 4, budget = 30_000 } = retry || { attempts: 1 };
  const { timeout = 10_000, refreshAhead = 60_000 } = options;
  const url = readServer(options);
  check(
    isSecret(clientId) && isSecret(clientSecret),
    "clientId, clientSecret: give a text, or a function that gives one",
  );
  check(Object.hasOwn(flows, String(flow)), 'flow: write "json" or "form"');
  check(
    !store || [store.get, store.set, store.delete].every(isFunction),
    "store: give get, set and delete, as a Keyv has",
  );
  check(
    [timeout, budget, refreshAhead].every((ms) => ms >= 0),
    "timeout, refreshAhead, retry.budget: give ms, 0 or more",
  );
  check(attempts >= 1, "retry.attempts: give a number from 1 on, or retry: false");
  return {
    baseUrl: url.href.replace(/\/$/, ""),
    origin: url.origin,
    clientId,
    clientSecret,
    flow,
    timeout,
    attempts,
    budget,
    refreshAhead,
    store,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onEvent: options.onEvent,
    clock: { ...systemClock, ...clock },
    random: options.random ?? Math.random,
  };
}

function readServer({ environment, baseUrl }: ClientOptions): URL {
  const names = Object.keys(servers);
  check(
    environment === undefined ? baseUrl : !baseUrl && names.includes(environment),
    `environment: write ${names.join(" or ")}; or else give a baseUrl`,
  );
  const url = parse(String(environment === undefined ? baseUrl : servers[environment]));
  check(
    url && !(url.username || url.password || url.search || url.hash),
    "baseUrl: write it as https://host, without user, query or fragment",
  );
  check(
    url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname)),
    "baseUrl: use https; plain http is taken on loopback only",
  );
  return url;
}

/** `URL.parse`, which Node 20 does not have. */
function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

const LOOPBACK = /^(?:localhost|\[::1\]|127(?:\.\d+){3})$/;

function isSecret(value: unknown): boolean {
  return isFunction(value) || (typeof value === "string" && value !== "");
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function check(isGood: unknown, otherwise: string): asserts isGood {
  if (!isGood) {
    throw new MicrobiltError("invalid_argument", otherwise);
  }
}
