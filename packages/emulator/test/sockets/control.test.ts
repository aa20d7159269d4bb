import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askInJson, CLIENT_ID, call, grant, open } from "../support/requests.ts";

const DEEP = "[".repeat(100_000) + "]".repeat(100_000);

const emulator = open();
let url: string;

beforeAll(async () => {
  ({ url } = await emulator.listenForControl());
});

afterAll(() => emulator.close());

async function control(path: string, body: unknown = {}): Promise<unknown> {
  const response = await post(path, JSON.stringify(body));
  expect(response.status).toBe(200);
  return response.json();
}

function post(path: string, body: string, type = "application/json"): Promise<Response> {
  return fetch(url + path, { method: "POST", headers: { "content-type": type }, body });
}

test("applications are registered, listed, given another secret, and removed", async () => {
  const { clientId, clientSecret } = (await control("/apps/register", { products: ["/a"] })) as Record<string, string>;
  expect(await control("/apps/list")).toContainEqual({ clientId, products: ["/a"] });
  expect(await control("/apps/rotate-secret", { clientId })).not.toMatchObject({ clientSecret });

  expect(await control("/apps/remove", { clientId })).toEqual({ removed: true });
  expect(await control("/apps/list")).toEqual([{ clientId: CLIENT_ID }]);
});

test("tokens are issued, looked up and revoked", async () => {
  const { accessToken } = (await control("/tokens/issue", { clientId: CLIENT_ID })) as { accessToken: string };
  expect(await control("/tokens/find", { accessToken })).toMatchObject({ clientId: CLIENT_ID, state: "active" });
  expect(await control("/tokens/revoke", { accessToken })).toEqual({ revoked: true });
  expect(await control("/tokens/find", { accessToken })).toMatchObject({ state: "revoked" });
  await grant(emulator);

  expect(await control("/tokens/revoke-all")).toEqual({ revoked: 1 });
  expect(await control("/tokens/find", { accessToken: "unknown" })).toBeNull();
});

test("the clock is read and moved", async () => {
  const { time } = (await control("/clock/now")) as { time: number };
  expect(await control("/clock/advance", { ms: 5_000 })).toEqual({ time: time + 5_000 });
  expect(await control("/clock/set", { time: 7 })).toEqual({ time: 7 });
  expect(await control("/clock/reset")).toEqual({ time });
});

test("products and faults are scripted", async () => {
  await control("/products/script", { path: "/score", body: { score: 700 } });
  expect(await control("/products/list")).toEqual(["/score"]);
  const { accessToken } = await grant(emulator);
  const scored = await call(emulator, accessToken, {}, "http://127.0.0.1/score");
  expect(await scored.json()).toEqual({ score: 700 });
  await control("/products/remove", { path: "/score" });
  await control("/products/clear");

  const { id } = (await control("/faults/add", { kind: "status", status: 503, endpoint: "token" })) as { id: number };
  expect((await askInJson(emulator)).status).toBe(503);
  expect(await control("/faults/list")).toMatchObject([{ id, applied: 1 }]);
  expect(await control("/faults/remove", { id })).toEqual({ removed: true });
  await control("/faults/clear");
  expect((await askInJson(emulator)).status).toBe(200);
});

test("the log is read and cleared", async () => {
  await control("/requests/clear");
  await askInJson(emulator);
  expect(await control("/requests/list")).toMatchObject([{ endpoint: "token", status: 200 }]);
});

test("it tells what there is", async () => {
  const { methods } = (await (await fetch(url)).json()) as { methods: string[] };

  expect(methods).toContain("/tokens/revoke-all");
  const unknown = await post("/nonsense", "{}");
  expect([unknown.status, await unknown.text()]).toEqual([
    404,
    expect.stringContaining("There is POST /apps/register"),
  ]);
});

test.each([
  ["/apps/remove", "{}", "The body has to have clientId"],
  ["/apps/register", '{"clientId":5}', "clientId takes a text"],
  ["/apps/rotate-secret", '{"clientId":"nobody"}', "There is no application"],
  ["/clock/advance", '{"ms":"5"}', "clock.advance takes a number of ms"],
  ["/faults/add", '{"kind":"nonsense"}', "A fault has a kind"],
  ["/products/script", "{}", "products.script takes a path"],
  ["/tokens/issue", '{"clientId":"nobody"}', "There is no application"],
  ["/apps/register", '{"clientID":"x"}', "An application has no clientID"],
  ["/apps/rotate-secret", `{"clientId":"${CLIENT_ID}","clientSecret":5}`, "clientSecret takes a text"],
  ["/tokens/issue", `{"clientId":"${CLIENT_ID}","lifetime":"5"}`, "The lifetime of a token is a number"],
  ["/tokens/revoke-all", '{"clientId":5}', "tokens.revokeAll takes a client id"],
  ["/faults/remove", '{"id":"1"}', "faults.remove takes the id that add gave"],
  ["/products/script", `{"path":"/a","body":${DEEP}}`, "body of a product's answer is a text, or what JSON can hold"],
  ["/products/script", '{"path":"/a","statsu":404}', 'A product\'s answer has no "statsu"'],
  ["/products/script", `{"path":${DEEP}}`, "products.script takes a path"],
  ["/clock/set", `{"time":${DEEP}}`, "clock.set takes a number of ms"],
  ["/apps/list", "[]", "The body has to be a JSON object"],
  ["/apps/list", "{", "The body has to be a JSON object"],
  ["/apps/list", "", "The body has to be a JSON object"],
])("%s with %s is refused: %s", async (path, body, message) => {
  const response = await post(path, body);

  expect(response.status).toBe(400);
  expect(((await response.json()) as { error: string }).error).toContain(message);
});

test("a page in a browser gets nowhere: not without saying JSON, and not by a name of its own", async () => {
  expect((await post("/tokens/revoke-all", "{}", "text/plain")).status).toBe(415);
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  request(url, { headers: { host: "evil.example" } }, ({ statusCode }) => resolve(statusCode)).end();

  expect(await promise).toBe(403);
});

test("a body that is too large is refused", async () => {
  expect((await post("/apps/register", `{"a":"${"x".repeat(1_100_000)}"}`)).status).toBe(413);
});
