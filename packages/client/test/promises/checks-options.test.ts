/** Options that cannot be meant are rejected by `createClient`, with a message that says what to pass. */
import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { type ClientOptions, createClient, MicrobiltError } from "../../src/index.ts";

const CREDENTIAL =
  "a function, or a string that is not empty, has no control characters, and no white space at its ends";
const TOKEN_PATH = `a path like "${tokenEndpoint.path}"`;
const DURATION = "a number of ms, at least 0";
const WHITE_SPACE = "a string with white space at an end. Remove it with trim()";
const SERVER = 'environment must be "sandbox" or "production"; otherwise pass baseUrl; got ';
const UNSET = "undefined. An environment variable is probably unset";
const NO_SCHEME = "; http:// or https:// is missing";
const URL_FORM = "baseUrl must be like https://host, without user, query or fragment";
const PLAIN_HTTP =
  "baseUrl must use https except on loopback; to send the secret over plain http, pass allowInsecureRequests: true";
const sandbox = { environment: "sandbox" };

for (const [options, message] of [
  [{}, SERVER + UNSET],
  [{ environment: "prod" }, `${SERVER}"prod"`],
  [{ environment: "a-secret" }, `${SERVER}string`],
  [{ environment: "kE8WyfAAgaoPP" }, `${SERVER}string`],
  [{ environment: "toString" }, `${SERVER}"toString"`],
  [{ environment: "production", baseUrl: "https://host" }, "baseUrl must be omitted when environment is set"],
  [{ baseUrl: "" }, 'baseUrl must be like https://host; got "". An environment variable is probably unset'],
  [{ environment: "staging", baseUrl: "" }, `${SERVER}"staging"`],
  [{ baseUrl: "host" }, URL_FORM + NO_SCHEME],
  [{ baseUrl: "localhost:4010" }, URL_FORM + NO_SCHEME],
  [{ baseUrl: "127.0.0.1:4010" }, URL_FORM + NO_SCHEME],
  [{ baseUrl: "http://" }, URL_FORM],
  [{ baseUrl: "https://host/?a=1" }, URL_FORM],
  [{ baseUrl: "https://user@host" }, URL_FORM],
  [
    { baseUrl: `http://127.0.0.1:4010/v1${tokenEndpoint.path}` },
    "baseUrl must not include the path of the token endpoint; pass http://127.0.0.1:4010/v1",
  ],
  ...tokenEndpoint.aliases.map(({ path }) => [
    { baseUrl: `https://host${path}/` },
    "baseUrl must not include the path of the token endpoint; pass https://host",
  ]),
  [
    { baseUrl: "https://host/v1/token", tokenPath: "/token" },
    "baseUrl must not include the path of the token endpoint; pass https://host/v1",
  ],
  [{ ...sandbox, tokenPath: "oauth/token" }, `tokenPath must be ${TOKEN_PATH}; got string`],
  [{ ...sandbox, tokenPath: "https://host/token" }, `tokenPath must be ${TOKEN_PATH}; got string`],
  [{ ...sandbox, tokenPath: "//host/token" }, `tokenPath must be ${TOKEN_PATH}; got string`],
  [{ ...sandbox, tokenPath: "/token?a=b" }, `tokenPath must be ${TOKEN_PATH}; got string`],
  [{ ...sandbox, clientId: "" }, `clientId must be ${CREDENTIAL}; got "". An environment variable is probably unset`],
  [
    { ...sandbox, clientSecret: undefined },
    `clientSecret must be ${CREDENTIAL}; got undefined. An environment variable is probably unset`,
  ],
  [{ ...sandbox, clientSecret: "s\n" }, `clientSecret must be ${CREDENTIAL}; got ${WHITE_SPACE}`],
  [{ ...sandbox, clientSecret: "s " }, `clientSecret must be ${CREDENTIAL}; got ${WHITE_SPACE}`],
  [{ ...sandbox, clientId: " s" }, `clientId must be ${CREDENTIAL}; got ${WHITE_SPACE}`],
  [
    { ...sandbox, clientSecret: Promise.resolve("s") },
    `clientSecret must be ${CREDENTIAL}; got a promise. Await it first`,
  ],
  [{ ...sandbox, clientId: "a\u0007b" }, `clientId must be ${CREDENTIAL}; got string`],
  [{ ...sandbox, clientId: 7 }, `clientId must be ${CREDENTIAL}; got 7`],
  [{ ...sandbox, flow: "xml" }, 'flow must be "json" or "form"; got "xml"'],
  [{ ...sandbox, flow: "toString" }, 'flow must be "json" or "form"; got "toString"'],
  [{ ...sandbox, timeout: -1 }, `timeout must be ${DURATION}; got -1`],
  [{ ...sandbox, timeout: Number.NaN }, `timeout must be ${DURATION}; got NaN`],
  [{ ...sandbox, timeout: "10" }, `timeout must be ${DURATION}; got string`],
  [{ ...sandbox, storeTimeout: -1 }, `storeTimeout must be ${DURATION}; got -1`],
  [{ ...sandbox, refreshAhead: -1 }, `refreshAhead must be ${DURATION}; got -1`],
  [{ ...sandbox, retry: 3 }, "retry must be false, or an object like { attempts: 3 }; got 3"],
  [{ ...sandbox, retry: true }, "retry must be false, or an object like { attempts: 3 }; got boolean"],
  [{ ...sandbox, retry: { budget: -1 } }, `retry.budget must be ${DURATION}; got -1`],
  [
    { ...sandbox, retry: { attempts: 0 } },
    "retry.attempts must be at least 1; to turn retries off, pass retry: false; got 0",
  ],
  [{ ...sandbox, retry: { attempt: 3 } }, "retry.attempt is not an option; the most similar one is retry.attempts"],
  [
    { ...sandbox, store: {} },
    "store must be an object with the methods get, set and delete, as a Keyv instance has; got object",
  ],
  [
    { ...sandbox, clock: { now: 3 } },
    "clock must be an object with the methods now, elapsed and setTimeout, or some of them; got object",
  ],
  [{ ...sandbox, onEvent: "log" }, 'onEvent must be a function; got "log"'],
  [{ ...sandbox, fetch: {} }, "fetch must be a function; got object"],
  [{ ...sandbox, random: 0.5 }, "random must be a function; got 0.5"],
  [{ ...sandbox, waitUntil: true }, "waitUntil must be a function; got boolean"],
  [{ ...sandbox, allowInsecureRequests: "yes" }, 'allowInsecureRequests must be true or false; got "yes"'],
  [{ ...sandbox, baseURL: "https://host" }, "baseURL is not an option; the most similar one is baseUrl"],
  [{ ...sandbox, retries: 3 }, "retries is not an option; the most similar one is retry"],
  [{ ...sandbox, secret: "s" }, "secret is not an option; the most similar one is clientSecret"],
  [{ ...sandbox, tokenStore: {} }, "tokenStore is not an option; the most similar one is store"],
  [{ ...sandbox, CLIENTID: "a" }, "CLIENTID is not an option; the most similar one is clientId"],
  [{ ...sandbox, x: 1 }, "x is not an option; the most similar one is clientId"],
  [{ ...sandbox, valueOf: 1 }, "valueOf is not an option; the most similar one is store"],
] as [object, string][]) {
  test(`the options ${JSON.stringify(options)} fail with a message that says what to pass`, () => {
    const error = failureOf(options);
    assert.equal(error?.code, "invalid_argument");
    assert.equal(error?.message, message);
  });
}

for (const options of [
  sandbox,
  { ...sandbox, retry: false },
  { ...sandbox, retry: { attempts: 1, budget: Number.POSITIVE_INFINITY } },
  { ...sandbox, clientSecret: "pass phrase +&=% é" },
  { ...sandbox, clientId: () => "" },
  { environment: undefined, baseUrl: "https://host/tokens", tokenPath: "/token" },
  Object.fromEntries(["baseUrl", "flow", "timeout", "retry", "store", "clock"].map((name) => [name, undefined])),
].map((options) => ({ ...sandbox, ...options }))) {
  test(`the options ${JSON.stringify(options)} are accepted`, () => {
    assert.isUndefined(failureOf(options));
  });
}

test("a clock can have methods of a class, and others of its own", () => {
  class Clock {
    now(): number {
      return 0;
    }
    advance(): void {}
  }
  assert.isUndefined(failureOf({ ...sandbox, clock: new Clock() }));
});

// Plain http

for (const host of ["x.localhost", "a.b.localhost:4010", "localhost", "127.0.0.1", "127.1.2.3:4010", "[::1]"]) {
  test(`http://${host} is accepted: its traffic does not leave the machine`, () => {
    assert.isUndefined(failureOf({ baseUrl: `http://${host}` }));
  });
}

for (const host of ["emulator:4010", "xlocalhost", "localhost.example.com", "x.localhost.example.com"]) {
  test(`http://${host} is rejected, and accepted with allowInsecureRequests`, () => {
    const baseUrl = `http://${host}`;
    assert.equal(failureOf({ baseUrl })?.message, PLAIN_HTTP);
    assert.equal(failureOf({ baseUrl, allowInsecureRequests: false })?.message, PLAIN_HTTP);
    assert.isUndefined(failureOf({ baseUrl, allowInsecureRequests: true }));
  });
}

for (const server of Object.values(servers)) {
  for (const suffix of ["", ":8080", ".", "..", ".:8080", "/v1"]) {
    const baseUrl = server.replace("https:", "http:").toUpperCase() + suffix;
    test(`${baseUrl} is rejected with allowInsecureRequests too`, () => {
      assert.equal(failureOf({ baseUrl, allowInsecureRequests: true })?.message, "baseUrl must use https");
    });
  }
}

test("allowInsecureRequests allows no other protocol", () => {
  assert.equal(failureOf({ baseUrl: "ftp://emulator", allowInsecureRequests: true })?.code, "invalid_argument");
});

function failureOf(options: object): MicrobiltError | undefined {
  try {
    createClient({ clientId: "a", clientSecret: "b", ...options } as unknown as ClientOptions);
  } catch (error) {
    assert.instanceOf(error, MicrobiltError);
    return error as MicrobiltError;
  }
  return undefined;
}
