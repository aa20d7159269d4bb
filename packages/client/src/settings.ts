import { servers } from "@microbilt-oauth/spec/contract";
import { type Clock, systemClock } from "./clock.ts";
import { MicrobiltError } from "./error.ts";
import type { MicrobiltEvent } from "./event.ts";
import { type Flow, isFlow } from "./token-request.ts";
import type { TokenStore } from "./token-store.ts";

/** Where MicroBilt's API is called: `sandbox` or `production`. */
export type Environment = keyof typeof servers;

/** A text, or a function that gives one, asked at each token request: for secrets that are fetched or rotated. */
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
  const url = serverOf(options);
  assertSecret("clientId", clientId);
  assertSecret("clientSecret", clientSecret);
  if (!isFlow(flow)) {
    throw invalid(`flow is ${JSON.stringify(flow)}: write "json" or "form"`);
  }
  if (store !== undefined && !(["get", "set", "delete"] as const).every((name) => typeof store[name] === "function")) {
    throw invalid("store lacks get, set or delete: give a Keyv instance, or an object with these three");
  }
  const { attempts = 4, budget = 30_000 } = retry || { attempts: 1 };
  if (!Number.isInteger(attempts) || attempts < 1) {
    throw invalid("retry.attempts must be a whole number from 1 on; retry: false turns retries off");
  }
  return {
    baseUrl: url.href.replace(/\/$/, ""),
    origin: url.origin,
    clientId,
    clientSecret,
    flow,
    timeout: duration("timeout", options.timeout, 10_000),
    attempts,
    budget: duration("retry.budget", budget, 0),
    refreshAhead: duration("refreshAhead", options.refreshAhead, 60_000),
    store,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onEvent: options.onEvent,
    clock: { ...systemClock, ...bound(clock) },
    random: options.random ?? Math.random,
  };
}

function serverOf({ environment, baseUrl }: ClientOptions): URL {
  if ((environment === undefined) === (baseUrl === undefined)) {
    throw invalid("give either environment or baseUrl");
  }
  if (environment !== undefined && !Object.hasOwn(servers, environment)) {
    throw invalid(
      `environment is ${JSON.stringify(environment)}: write ${Object.keys(servers)
        .map((name) => `"${name}"`)
        .join(" or ")}`,
    );
  }
  let url: URL;
  try {
    url = new URL(environment === undefined ? baseUrl : servers[environment]);
  } catch {
    throw invalid("baseUrl is no address: write it as https://host");
  }
  if (url.username || url.password || url.search || url.hash) {
    throw invalid("baseUrl must hold no user name, password, query or fragment");
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
    throw invalid(
      "baseUrl must be https; plain http would carry the secret in the clear, and is taken on loopback only",
    );
  }
  return url;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
}

function assertSecret(name: string, value: unknown): void {
  if (typeof value !== "function" && (typeof value !== "string" || value === "")) {
    throw invalid(`${name} is missing: give a text that is not empty, or a function that gives one`);
  }
}

function duration(name: string, value: number | undefined, byDefault: number): number {
  const given = value ?? byDefault;
  if (typeof given !== "number" || !(given >= 0)) {
    throw invalid(`${name} must be a number of milliseconds, 0 or more`);
  }
  return given;
}

/** The clock's functions, which may be methods. */
function bound(clock: Partial<Clock> = {}): Partial<Clock> {
  return {
    ...(clock.now && { now: () => (clock as Clock).now(), elapsed: () => (clock as Clock).now() }),
    ...(clock.elapsed && { elapsed: () => (clock as Clock).elapsed() }),
    ...(clock.setTimeout && { setTimeout: (...args) => (clock as Clock).setTimeout(...args) }),
  };
}

function invalid(message: string): MicrobiltError {
  return new MicrobiltError("invalid_argument", `${message}.`);
}
