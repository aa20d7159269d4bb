/** An api calls a product at its base path; the token endpoint can have another path. */
import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import type { ApiOptions, FetchLike, MicrobiltError } from "../../src/index.ts";
import { createMapStore } from "../support/map-store.ts";
import { createScriptedServer } from "../support/scripted-server.ts";
import { rejection, setup } from "../support/setup.ts";

interface Paths {
  "/GetReport": { get: Operation; post: Operation };
  "/": { get: Operation };
}

interface Operation {
  requestBody?: { content: { "application/json": object } };
  responses: { 200: { content: { "application/json": object } } };
}

const BASE_PATH = 'basePath must be a path like "/iPredict"; got ';

for (const [basePath, path, pathname] of [
  ["/iPredict", "/GetReport", "/v1/iPredict/GetReport"],
  ["/iPredict/", "/GetReport", "/v1/iPredict/GetReport"],
  ["/a/b.c-d", "/GetReport", "/v1/a/b.c-d/GetReport"],
  ["/ABAAcctVerification", "/", "/v1/ABAAcctVerification/"],
  ["", "/GetReport", "/v1/GetReport"],
  ["/", "/GetReport", "/v1/GetReport"],
  [undefined, "/GetReport", "/v1/GetReport"],
] as const) {
  test(`with the base path ${basePath}, ${path} is sent to ${pathname}`, async () => {
    const { client, server } = setup({ baseUrl: "https://api.example/v1" });
    const { data } = await client.api<Paths>({ basePath }).GET(path);
    assert.deepEqual(data, { ok: true });
    assert.equal(server.calls[0]?.url.pathname, pathname);
    assert.equal(server.tokenRequests[0]?.url.pathname, `/v1${tokenEndpoint.path}`);
  });
}

for (const [options, message] of [
  [{ basePath: "iPredict" }, `${BASE_PATH}"iPredict"`],
  [{ basePath: `${servers.sandbox}/iPredict` }, `${BASE_PATH}string`],
  [{ basePath: "//other.example" }, `${BASE_PATH}string`],
  [{ basePath: "/iPredict?a=b" }, `${BASE_PATH}string`],
  [{ basePath: "/\\other.example" }, `${BASE_PATH}string`],
  [{ basePath: 7 }, `${BASE_PATH}7`],
  [{ paths: {} }, "paths must be omitted; got object"],
  [{ baseUrl: "https://other.example" }, "baseUrl is not an option; the most similar one is basePath"],
  [{ fetch: () => {} }, "fetch is not an option; the most similar one is basePath"],
] as [object, string][]) {
  test(`api(${JSON.stringify(options)}) fails with a message that says what to pass`, () => {
    const { client } = setup();
    assert.throws(() => client.api(options as ApiOptions), message);
  });
}

test("the token endpoint can have another path", async () => {
  const [{ path } = { path: "" }] = tokenEndpoint.aliases;
  const { client, server } = setup({ baseUrl: "https://api.example/v1", tokenPath: path, fetch: withTokenPath(path) });
  assert.isString(await client.getAccessToken());
  assert.isEmpty(server.tokenRequests);
});

test("clients with different token endpoints do not share tokens", async () => {
  const store = createMapStore();
  const { client } = setup({ store });
  await client.getAccessToken();
  const other = setup({ store, tokenPath: "/other", fetch: withTokenPath("/other") });
  await other.client.getAccessToken();
  assert.lengthOf([...store.entries.keys()], 2);
});

// GET requests with a body

test("a GET request with a body is rejected, also in a typed call", async () => {
  const { client, server } = setup();
  for (const call of [
    client.fetch("/a", { body: "{}" }),
    client.fetch("/a", { method: "HEAD", body: "{}" }),
    client.api<Paths>().GET("/GetReport", { body: {} }),
  ]) {
    const { code, message } = (await rejection(call)) as MicrobiltError;
    assert.equal(code, "invalid_argument");
    assert.equal(message, "fetch cannot send a GET or HEAD request with a body; use POST");
  }
  assert.isEmpty(server.tokenRequests);
});

test("a GET request with a body is sent if the fetch says that it can", async () => {
  const bodies: unknown[] = [];
  const server = createScriptedServer();
  const send: FetchLike = (url, { body, ...init }) => {
    bodies.push([init.method, body, init.headers["content-type"]]);
    return server.fetch(url, init.method === "POST" ? { ...init, body } : init);
  };
  const { client } = setup({ fetch: Object.assign(send, { sendsGetBodies: true }) });
  server.callResponses.push(new Response(null, { status: 401 }));
  await client.fetch("/a", { method: "GET", body: '{"a":1}' });
  await client.api<Paths>({ headers: { "x-own": "1" } }).GET("/GetReport", { body: { b: 2 } });
  const expected = ["GET", '{"a":1}', "application/json"];
  assert.deepEqual(
    bodies.filter((sent) => (sent as unknown[])[0] === "GET"),
    [expected, expected, ["GET", '{"b":2}', "application/json"]],
  );
  assert.deepEqual(
    server.calls.map(({ headers }) => headers.get("x-own")),
    [null, null, "1"],
  );
});

/** Returns a fetch with a token endpoint at another path, and nothing else. */
function withTokenPath(path: string): FetchLike {
  return async (url) =>
    new URL(url).pathname.endsWith(path)
      ? Response.json({ access_token: "another-token", expires_in: "3599" })
      : new Response(null, { status: 404 });
}
