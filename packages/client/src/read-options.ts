import { flows, servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { check, checkAll, describe, optional, type Rule, type Rules } from "./check-options.ts";
import { createEmitter } from "./events.ts";
import { completeClock } from "./http/clock.ts";
import { readUserAgent } from "./http/user-agent.ts";
import type { BaseUrlOptions, ClientOptions, CommonOptions, RetryOptions, Settings } from "./options.ts";
import { isCredential } from "./token/token-request.ts";

const isFunction = (value: unknown) => typeof value === "function";
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isAtLeast = (least: number) => (value: unknown) => typeof value === "number" && value >= least;

const FUNCTION = optional("a function", isFunction);
const DURATION = optional("a number of ms, at least 0", isAtLeast(0));
const CREDENTIAL: Rule = [
  "a function, or a string that is not empty, has no control characters, and no white space at its ends",
  (value) => isFunction(value) || isCredential(value),
];
/** What `readServer` checks. */
const SERVER: Rule = ["", () => true];

const RULES: Rules<CommonOptions & BaseUrlOptions> = {
  clientId: CREDENTIAL,
  clientSecret: CREDENTIAL,
  environment: SERVER,
  baseUrl: SERVER,
  allowInsecureRequests: optional("true or false", (value) => typeof value === "boolean"),
  tokenPath: optional(`a path like "${tokenEndpoint.path}"`, (value) => /^(?:\/[^\s/\\?#]+)+$/.test(String(value))),
  flow: optional(oneOf(flows), (value) => Object.hasOwn(flows, String(value))),
  timeout: DURATION,
  retry: optional("false, or an object like { attempts: 3 }", (value) => value === false || isObject(value)),
  refreshAhead: DURATION,
  store: optional(
    "an object with the methods get, set and delete, as a Keyv instance has",
    (value) => isObject(value) && ["get", "set", "delete"].every((name) => isFunction(value[name])),
  ),
  storeTimeout: DURATION,
  waitUntil: FUNCTION,
  fetch: FUNCTION,
  onEvent: FUNCTION,
  clock: optional(
    "an object with the methods now, elapsed and setTimeout, or some of them",
    (value) =>
      isObject(value) && ["now", "elapsed", "setTimeout"].every((name) => isFunction(value[name] ?? isFunction)),
  ),
  random: FUNCTION,
};

const RETRY_RULES: Rules<RetryOptions> = {
  attempts: optional("at least 1; to turn retries off, pass retry: false", isAtLeast(1)),
  budget: DURATION,
};

/**
 * Validates options.
 *
 * @throws {MicrobiltError} `invalid_argument`
 */
export function readOptions(options: ClientOptions): Settings {
  const given: unknown = options;
  check(isObject(given), `The options must be an object; got ${given && describe(given)}`);
  const { clientId, clientSecret } = options;
  checkAll(options, RULES);
  const {
    tokenPath = tokenEndpoint.path,
    flow = "json",
    timeout = 10_000,
    retry = {},
    refreshAhead = 60_000,
  } = options;
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
  const url = readServer(options, tokenPath);
  const baseUrl = url.href.replace(/\/$/, "");
  return {
    baseUrl,
    tokenUrl: baseUrl + tokenPath,
    origin: url.origin,
    clientId,
    clientSecret,
    flow,
    timeout,
    attempts,
    budget,
    // Workers end everything that a request has started together with that request.
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

const URL_FORM = "baseUrl must be like https://host";

function readServer({ environment, baseUrl, allowInsecureRequests }: ClientOptions, tokenPath: string): URL {
  check(!environment || !baseUrl, "baseUrl must be omitted when environment is set");
  const address = String(new Map<unknown, string>(Object.entries(servers)).get(environment) ?? baseUrl ?? "");
  check(
    address,
    `${environment || baseUrl !== "" ? `environment must be ${oneOf(servers)}; otherwise pass baseUrl` : URL_FORM}; got ${describe(environment ?? baseUrl)}`,
  );
  // Node 20 has no `URL.parse`.
  const url = URL.canParse(address) && new URL(address);
  check(
    url && url.href === url.origin + url.pathname,
    `${URL_FORM}, without user, query or fragment${/^https?:/i.test(address) ? "" : "; http:// or https:// is missing"}`,
  );
  const { origin, protocol, hostname, pathname } = url;
  // Trailing dots do not change which host it is.
  const isOwn = Object.values(servers).some((server) => new URL(server).hostname === hostname.replace(/\.+$/, ""));
  check(
    SAFE_ORIGIN.test(origin) || (allowInsecureRequests && protocol === "http:" && !isOwn),
    isOwn
      ? "baseUrl must use https"
      : "baseUrl must use https except on loopback; to send the secret over plain http, pass allowInsecureRequests: true",
  );
  for (const path of [tokenPath, tokenEndpoint.path, ...tokenEndpoint.aliases.map((alias) => alias.path)]) {
    const [before, after] = `${pathname}/`.split(`${path}/`);
    check(after === undefined, `baseUrl must not include the path of the token endpoint; pass ${origin}${before}`);
  }
  return url;
}

function isOnWorkers(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}

function oneOf(choices: object): string {
  return `"${Object.keys(choices).join('" or "')}"`;
}
