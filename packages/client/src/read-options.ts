import { flows, servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { ANY, check, checkAll, describe, fill, optional, type Rule, type Rules } from "./check-options.ts";
import { createEmitter } from "./events.ts";
import { completeClock } from "./http/clock.ts";
import { readUserAgent } from "./http/user-agent.ts";
import type { BaseUrlOptions, ClientOptions, CommonOptions, RetryOptions, Settings } from "./options.ts";
import { CREDENTIAL_FORM, isCredential } from "./token/token-request.ts";

const isFunction = (value: unknown) => typeof value === "function";
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isAtLeast = (least: number) => (value: unknown) => typeof value === "number" && value >= least;

const FUNCTION = optional("a function", isFunction);
const DURATION = optional("a number of ms, at least 0", isAtLeast(0));
const CREDENTIAL: Rule = [`a function, or ${CREDENTIAL_FORM}`, (value) => isFunction(value) || isCredential(value)];
const RULES: Rules<CommonOptions & BaseUrlOptions> = {
  clientId: CREDENTIAL,
  clientSecret: CREDENTIAL,
  // `readServer` checks both.
  environment: ANY,
  baseUrl: ANY,
  allowInsecureRequests: optional("true or false", (value) => typeof value === "boolean"),
  tokenPath: optional(
    `a path like "${tokenEndpoint.path}"`,
    (value) => typeof value === "string" && /^(?:\/[^\s/\\?#]+)+$/.test(value),
  ),
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

const DEFAULTS = {
  tokenPath: tokenEndpoint.path,
  flow: "json",
  timeout: 10_000,
  retry: {},
  refreshAhead: 60_000,
  storeTimeout: 1_000,
  waitUntil() {},
  fetch: (url, init) => globalThis.fetch(url, init),
  random: () => Math.random(),
} satisfies Partial<CommonOptions>;

/**
 * Validates options.
 *
 * @throws {MicrobiltError} `invalid_argument`
 */
export function readOptions(options: ClientOptions): Settings {
  const given: unknown = options;
  check(isObject(given), `The options must be an object; got ${given && describe(given)}`);
  checkAll(options, RULES);
  const all = fill(options, DEFAULTS);
  const { tokenPath, retry } = all;
  checkAll(Object(retry), RETRY_RULES, "retry.");
  const { href, origin } = readServer(options, tokenPath);
  const baseUrl = href.replace(/\/$/, "");
  return {
    ...all,
    store: options.store,
    baseUrl,
    tokenUrl: baseUrl + tokenPath,
    origin,
    ...fill(retry || { attempts: 1 }, { attempts: 4, budget: 30_000 }),
    // Workers end everything that a request has started together with that request.
    refreshAhead: isOnWorkers() && !options.waitUntil ? 0 : all.refreshAhead,
    emit: createEmitter(options.onEvent),
    userAgent: readUserAgent(),
    clock: completeClock(options.clock),
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
