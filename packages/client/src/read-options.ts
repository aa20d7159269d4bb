import { flows, servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { check, checkAll, type Rule } from "./check-options.ts";
import { createEmitter } from "./events.ts";
import { completeClock } from "./http/clock.ts";
import { readUserAgent } from "./http/user-agent.ts";
import type { BaseUrlOptions, ClientOptions, CommonOptions, RetryOptions, Settings } from "./options.ts";
import { isCredential } from "./token/token-request.ts";

const isFunction = (value: unknown): boolean => typeof value === "function";
const isAtLeast = (least: number) => (value: unknown) => typeof value === "number" && value >= least;
const hasMethods = (object: unknown, methods: readonly string[], isValid: typeof isFunction) =>
  methods.every((method) => isValid((Object(object) as Record<string, unknown>)[method]));

const FUNCTION: Rule = { expected: "a function", isValid: isFunction };
const DURATION: Rule = { expected: "a number of ms, at least 0", isValid: isAtLeast(0) };
const CREDENTIAL: Rule = {
  expected: "a function, or a string that is not empty, has no control characters, and no white space at its ends",
  isRequired: true,
  isValid: (value) => isFunction(value) || isCredential(value),
};
/** Is checked elsewhere. */
const ANYTHING: Rule = { expected: "", isValid: () => true };

const RULES: Record<keyof (CommonOptions & BaseUrlOptions), Rule> = {
  clientId: CREDENTIAL,
  clientSecret: CREDENTIAL,
  environment: ANYTHING,
  baseUrl: ANYTHING,
  allowInsecureRequests: { expected: "true or false", isValid: (value) => typeof value === "boolean" },
  flow: { expected: oneOf(flows), isValid: (value) => Object.hasOwn(flows, String(value)) },
  timeout: DURATION,
  retry: {
    expected: "false, or an object like { attempts: 3 }",
    isValid: (value) => value === false || (typeof value === "object" && value !== null),
  },
  refreshAhead: DURATION,
  store: {
    expected: "an object with the methods get, set and delete, as a Keyv instance has",
    isValid: (value) => hasMethods(value, ["get", "set", "delete"], isFunction),
  },
  storeTimeout: DURATION,
  waitUntil: FUNCTION,
  fetch: FUNCTION,
  onEvent: FUNCTION,
  clock: {
    expected: "an object with the methods now, elapsed and setTimeout, or some of them",
    isValid: (value) =>
      hasMethods(value, ["now", "elapsed", "setTimeout"], (method) => method === undefined || isFunction(method)),
  },
  random: FUNCTION,
};

const RETRY_RULES: Record<keyof RetryOptions, Rule> = {
  attempts: { expected: "at least 1; to turn retries off, pass retry: false", isValid: isAtLeast(1) },
  budget: DURATION,
};

/**
 * Validates options.
 *
 * @throws {MicrobiltError} `invalid_argument`
 */
export function readOptions(options: ClientOptions): Settings {
  const { clientId, clientSecret } = options;
  checkAll(options, RULES);
  const { flow = "json", timeout = 10_000, retry = {}, refreshAhead = 60_000 } = options;
  const {
    store,
    storeTimeout = 1_000,
    waitUntil,
    fetch = (url, init) => globalThis.fetch(url, init),
    onEvent,
    clock,
    random = Math.random,
  } = options;
  checkAll(Object(retry), RETRY_RULES, "retry.");
  const { attempts = 4, budget = 30_000 } = retry || { attempts: 1 };
  const url = readServer(options);
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
const SAFE_ORIGIN = /^https:|^http:\/\/(?:(?:[^/:]+\.)?localhost|\[::1\]|127(?:\.\d+){3})(?::|$)/;

function readServer({ environment, baseUrl, allowInsecureRequests }: ClientOptions): URL {
  check(!environment || !baseUrl, "baseUrl must be omitted when environment is set");
  const address = String(new Map<unknown, string>(Object.entries(servers)).get(environment) ?? baseUrl ?? "");
  check(address, `environment must be ${oneOf(servers)}; otherwise pass baseUrl`);
  // Node 20 has no `URL.parse`.
  const url = URL.canParse(address) && new URL(address);
  check(
    url && url.href === url.origin + url.pathname,
    "baseUrl must be like https://host, without user, query or fragment",
  );
  const { origin, protocol, hostname, pathname } = url;
  // A trailing dot does not change which host it is.
  const isOwn = Object.values(servers).some((server) => new URL(server).hostname === hostname.replace(/\.$/, ""));
  check(
    SAFE_ORIGIN.test(origin) || (allowInsecureRequests && protocol === "http:" && !isOwn),
    isOwn
      ? "baseUrl must use https"
      : "baseUrl must use https except on loopback; to send the secret over plain http, pass allowInsecureRequests: true",
  );
  const [path, afterTokenPath] = pathname.split(tokenEndpoint.path);
  check(afterTokenPath === undefined, `baseUrl must not include the path of the token endpoint; pass ${origin}${path}`);
  return url;
}

function isOnWorkers(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}

function oneOf(choices: object): string {
  return `"${Object.keys(choices).join('" or "')}"`;
}
