/** Any `fetch` works: it gets a URL and plain options, and its response can lack streams and `clone`. */
import { assert, test } from "@microbilt-oauth/testing";
import type { FetchInit, FetchResponse, MicrobiltError } from "../../src/index.ts";
import { fault, json, tokenResponse } from "../support/scripted-server.ts";
import { codeOf, rejection, setup } from "../support/setup.ts";

interface Sent {
  readonly url: unknown;
  readonly init: FetchInit & Readonly<Record<string, unknown>>;
}

/** Creates a client whose `fetch` records its arguments. */
function record() {
  const { server, ...rest } = setup();
  const sent: Sent[] = [];
  const { client } = setup({
    fetch: (url, init) => {
      sent.push({ url, init: init as Sent["init"] });
      return server.fetch(url, init as RequestInit);
    },
  });
  return { ...rest, client, server, sent };
}

// Requests

test("fetch gets strings and plain objects, whatever the caller passes", async () => {
  const { client, sent } = record();
  const url = "https://api.example/a";
  const options = { method: "POST", body: "{}", headers: { "x-own": "1" } };
  await client.fetch("/a", options);
  await client.fetch(new URL(url), { ...options, headers: new Headers({ "X-Own": "1" }) });
  await client.fetch(url, { ...options, headers: [["X-OWN", "1"]] });
  await client.fetch(new Request(url, { ...options, headers: { "x-own": "1", "content-type": "application/json" } }));
  await client.fetch("/a", new Request(url, { ...options, headers: { "x-own": "1", "content-type": "a/json" } }));
  await client.api<Paths>().POST("/a", { body: {}, headers: { "x-own": "1" } });
  assert.lengthOf(sent, 7);
  for (const { url: target, init } of sent.slice(1)) {
    assert.equal(target, url);
    assert.deepEqual([init.method, init.body, init.headers["x-own"], init.redirect], ["POST", "{}", "1", "manual"]);
  }
  for (const { init } of sent) {
    assert.equal(Object.getPrototypeOf(init), Object.prototype);
    assert.equal(Object.getPrototypeOf(init.headers), Object.prototype);
  }
});

test("a header that is passed twice has both values, and the names of Object's members are names like others", async () => {
  const { client, sent } = record();
  const headers: [string, string][] = [
    ["x-own", "1"],
    ["X-Own", "2"],
    ["constructor", "3"],
  ];
  await client.fetch("/a", { headers });
  assert.deepInclude(sent[1]?.init.headers, { "x-own": "1, 2", constructor: "3" });
});

test("the options override the members of a Request, except those that are undefined", async () => {
  const { client, sent } = record();
  const request = new Request("https://api.example/a", { method: "PUT", body: "1", headers: { "x-own": "1" } });
  await client.fetch(request, { method: "POST", body: "2", headers: undefined } as unknown as RequestInit);
  const { init } = sent[1] as Sent;
  assert.deepEqual([init.method, init.body, init.headers["x-own"]], ["POST", "2", "1"]);
});

test("a Request keeps its signal, credentials and what others have added to it", async () => {
  const { client, sent } = record();
  const controller = new AbortController();
  const request = new Request("https://api.example/a", { credentials: "include", signal: controller.signal });
  await client.fetch(Object.assign(request, { dispatcher: "a dispatcher" }));
  const { init } = sent[1] as Sent;
  // Requests of Cloudflare Workers have no credentials.
  const expected = [request.credentials, "a dispatcher", undefined];
  assert.deepEqual([init["credentials"], init["dispatcher"], init.body], expected);
  controller.abort();
  assert.isTrue((init.signal as AbortSignal).aborted);
});

test("a Request of another library is sent, and sent again when its token is rejected", async () => {
  const { client, server, sent } = record();
  server.callResponses.push(fault(401));
  const bytes = new TextEncoder().encode("\u00ff{}");
  // Like those of React Native, it has no member `body`.
  const request = {
    url: "https://api.example/a",
    method: "POST",
    headers: new Map([["content-type", "application/octet-stream"]]),
    arrayBuffer: async () => bytes.buffer,
    clone: () => assert.fail(),
  };
  assert.equal((await client.fetch(request as unknown as Request)).status, 200);
  const calls = sent.filter(({ url }) => String(url).endsWith("/a"));
  assert.deepEqual(
    calls.map(({ init }) => init.body),
    [bytes.buffer, bytes.buffer],
  );
  assert.equal(calls[0]?.init.headers["content-type"], "application/octet-stream");
});

test("a body of text that is not valid UTF-8 is sent as it is", async () => {
  const { client, sent } = record();
  const bytes = new Uint8Array([0xff, 0x7b]);
  const headers = { "content-type": "text/plain;charset=latin1" };
  await client.fetch(new Request("https://api.example/a", { method: "POST", body: bytes, headers }));
  assert.deepEqual(new Uint8Array(sent[1]?.init.body), bytes);
});

test("a Request whose body was already read fails before anything is sent", async () => {
  const { client, sent } = record();
  const request = new Request("https://api.example/a", { method: "POST", body: "{}" });
  await request.text();
  assert.equal(await codeOf(client.fetch(request)), "invalid_argument");
  assert.lengthOf(sent, 0);
});

for (const [name, body] of [
  ["a plain object", { SSN: "0" }],
  ["an object without a prototype", Object.create(null)],
  ["an array", [1]],
  ["a number", 5],
  ["a boolean", false],
  ["a Date", new Date(0)],
  ["an object of a class", new (class Report {})()],
] as const) {
  test(`${name} as a body fails before anything is sent, and the message says what to use`, async () => {
    const { client, sent } = record();
    const error = await rejection(client.fetch("/a", { method: "POST", body: body as unknown as string }));
    assert.equal((error as MicrobiltError).code, "invalid_argument");
    assert.match((error as Error).message, /JSON\.stringify/);
    assert.lengthOf(sent, 0);
  });
}

for (const [name, body] of [
  ["a form without a type, as in React Native", { append() {}, getParts: () => [] }],
  ["a stream of Node", { async *[Symbol.asyncIterator]() {} }],
  ["bytes", new Uint8Array(1)],
  ["a form", new FormData()],
] as const) {
  test(`${name} is accepted as a body`, async () => {
    const calls: unknown[] = [];
    const fetch = async (url: string, init: FetchInit) => {
      calls.push(init.body);
      return url.includes("OAuth") ? tokenResponse() : json(200, {});
    };
    await setup({ fetch }).client.fetch("/a", { method: "POST", body: body as unknown as string });
    assert.equal(calls[1], body);
  });
}

// Caches

test("neither tokens nor reports are stored, unless the caller says so", async () => {
  const { client, sent } = record();
  await client.fetch("/a");
  await client.fetch("/a", { cache: "no-cache" });
  await client.fetch("/a", { next: { revalidate: 60 } } as RequestInit);
  await client.fetch(new Request("https://api.example/a"));
  await client.fetch(new Request("https://api.example/a", { cache: "no-cache" }));
  await client.api<Paths>().POST("/a", { body: {}, next: {} });
  assert.deepEqual(
    sent.map(({ init }) => init.cache as string | undefined),
    ["no-store", "no-store", "no-cache", undefined, "no-store", "no-cache", undefined],
  );
});

test("the option cache is omitted where requests do not have it, as on older Cloudflare Workers", async () => {
  const sent: FetchInit[] = [];
  const fetch = async (url: string, init: FetchInit) => {
    sent.push(init);
    return url.includes("OAuth") ? tokenResponse() : json(200, {});
  };
  const { client } = setup({ fetch });
  const { Request: original } = globalThis;
  globalThis.Request = class {} as unknown as typeof Request;
  try {
    await client.fetch("/a");
  } finally {
    globalThis.Request = original;
  }
  assert.lengthOf(sent, 2);
  assert.isTrue(sent.every((init) => !("cache" in init)));
});

// Responses

/** Creates a response like those of React Native: without a stream, and without `clone`. */
function withoutStream(response: Response): FetchResponse {
  const { ok, status, headers } = response;
  return { ok, status, headers: { get: (name) => headers.get(name) }, text: () => response.text() };
}

for (const [name, body, headers, code] of [
  ["a token", JSON.stringify({ access_token: "a", expires_in: 60 }), {}, undefined],
  ["a body that is too large", "x".repeat(100_000), {}, "response_too_large"],
  ["a length that is too large", "{}", { "content-length": "100000" }, "response_too_large"],
  ["no JSON", "<html>", {}, "response_not_json"],
] as const) {
  test(`a response without a stream and with ${name} ${code ? `fails with ${code}` : "is read"}`, async () => {
    const fetch = async () => withoutStream(new Response(body, { headers }));
    const { client } = setup({ fetch });
    const result = client.getAccessToken();
    await (code ? assertCode(result, code) : result);
  });
}

test("a rejection without a stream and without clone is returned as it is", async () => {
  const fetch = async (url: string) => withoutStream(url.includes("OAuth") ? tokenResponse() : fault(401));
  const { client } = setup({ fetch });
  const response = await client.fetch("/a");
  assert.equal(response.status, 401);
  assert.include(await response.text(), "faultstring");
});

test("a rejection without a stream is read to its end before the call is sent again, which frees its connection", async () => {
  const responses = [fault(401), json(200, {})];
  let tokens = 0;
  const fetch = async (url: string) => {
    tokens += 1;
    const accessToken = `token-${tokens}`;
    return withoutStream(url.includes("OAuth") ? tokenResponse({ access_token: accessToken }) : next());
  };
  const [rejected] = responses;
  const next = () => responses.shift() as Response;
  assert.equal((await setup({ fetch }).client.fetch("/a")).status, 200);
  assert.isTrue(rejected?.bodyUsed);
});

test("a long rejection of node-fetch is not copied, because the copy would keep it from arriving", async () => {
  const long = json(500, {}, { "content-length": "100000" });
  let copies = 0;
  const clone = () => {
    copies += 1;
    return json(500, {});
  };
  const fetch = async (url: string) => (url.includes("OAuth") ? tokenResponse() : Object.assign(long, { clone }));
  assert.equal((await setup({ fetch }).client.fetch("/a")).status, 500);
  assert.equal(copies, 0);
});

interface Paths {
  "/a": {
    post: {
      requestBody: { content: { "application/json": object } };
      responses: { 200: { content: { "application/json": object } } };
    };
  };
}

async function assertCode(promise: Promise<unknown>, code: string): Promise<void> {
  assert.equal(await codeOf(promise), code);
}
