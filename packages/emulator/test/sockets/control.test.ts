import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLIENT_ID, callProduct, createTestEmulator, grantToken, requestToken } from "../support/requests.ts";

const DEEP = "[".repeat(100_000) + "]".repeat(100_000);

const emulator = createTestEmulator();
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

test("registers, lists and removes applications, and rotates a secret", async () => {
  const { clientId, clientSecret } = (await control("/apps/register", { products: ["/a"] })) as Record<string, string>;
  expect(await control("/apps/list")).toContainEqual({ clientId, products: ["/a"] });
  expect(await control("/apps/rotate-secret", { clientId })).toEqual({
    clientId,
    clientSecret: expect.not.stringContaining(clientSecret ?? ""),
  });
  expect(await control("/apps/rotate-secret", { clientId, clientSecret: "mine" })).toEqual({
    clientId,
    clientSecret: "mine",
  });

  expect(await control("/apps/remove", { clientId })).toEqual({ removed: true });
  expect(await control("/apps/list")).toEqual([{ clientId: CLIENT_ID }]);
});

test("issues, finds and revokes tokens", async () => {
  const { accessToken } = (await control("/tokens/issue", { clientId: CLIENT_ID, expiresIn: 5 })) as {
    accessToken: string;
  };
  expect(await control("/tokens/find", { accessToken })).toEqual({
    clientId: CLIENT_ID,
    issuedAt: 1_800_000_000_000,
    expiresAt: 1_800_000_005_000,
    state: "active",
  });
  expect(await control("/tokens/revoke", { accessToken })).toEqual({ revoked: true });
  expect(await control("/tokens/find", { accessToken })).toMatchObject({ state: "revoked" });
  await grantToken(emulator);

  expect(await control("/tokens/revoke-all")).toEqual({ revoked: 1 });
  expect(await control("/tokens/find", { accessToken: "unknown" })).toBeNull();
});

test("adds a product from its document, and chooses an example", async () => {
  const document = {
    openapi: "3.1.0",
    paths: {
      "/": {
        get: {
          responses: {
            200: { content: { "application/json": { examples: { a: { value: "a" }, b: { value: "b" } } } } },
          },
        },
      },
    },
  };
  const { accessToken } = await grantToken(emulator);
  const call = async () => (await callProduct(emulator, accessToken, {}, "http://localhost/Product")).json();

  expect(await control("/products/add", { document, basePath: "/Product" })).toMatchObject({ basePath: "/Product" });
  expect(await call()).toBe("a");
  await control("/products/script", { path: "/Product", example: "b" });
  expect(await call()).toBe("b");
  await control("/products/script", { path: "/Product", example: "failure" });
  expect(await call()).toHaveProperty("MsgRsHdr");
  await control("/products/clear");

  const response = await post("/products/add", JSON.stringify({ document: { paths: {} } }));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: expect.stringContaining("neither the member openapi nor swagger"),
  });
});

test("reads and moves the clock", async () => {
  const { time } = (await control("/clock/now")) as { time: number };
  expect(await control("/clock/advance", { ms: 5_000 })).toEqual({ time: time + 5_000 });
  expect(await control("/clock/set", { time: 7 })).toEqual({ time: 7 });
  expect(await control("/clock/reset")).toEqual({ time });
});

test("scripts products and faults", async () => {
  await control("/products/script", { path: "/score", body: { score: 700 } });
  expect(await control("/products/list")).toEqual(["/score"]);
  const { accessToken } = await grantToken(emulator);
  const scored = await callProduct(emulator, accessToken, {}, "http://127.0.0.1/score");
  expect(await scored.json()).toEqual({ score: 700 });
  await control("/products/remove", { path: "/score" });
  await control("/products/clear");

  const { id } = (await control("/faults/add", { kind: "status", status: 503, endpoint: "token" })) as { id: number };
  expect((await requestToken(emulator)).status).toBe(503);
  expect(await control("/faults/list")).toMatchObject([{ id, applied: 1 }]);
  expect(await control("/faults/remove", { id })).toEqual({ removed: true });
  await control("/faults/clear");
  expect((await requestToken(emulator)).status).toBe(200);
});

test("lists and clears the log", async () => {
  await control("/requests/clear");
  await requestToken(emulator);
  expect(await control("/requests/list")).toMatchObject([{ endpoint: "token", status: 200 }]);
});

test("resets the emulator", async () => {
  await control("/faults/add", { kind: "reset" });
  await control("/apps/register", { clientId: "another" });
  await control("/clock/advance", { ms: 5_000 });

  expect(await control("/reset")).toBeNull();
  expect(await control("/faults/list")).toEqual([]);
  expect(await control("/apps/list")).toEqual([{ clientId: CLIENT_ID }]);
  expect(await control("/clock/now")).toEqual({ time: 1_800_000_000_000 });
  expect(await control("/requests/list")).toEqual([]);
});

test("lists its methods", async () => {
  const { methods } = (await (await fetch(url)).json()) as { methods: string[] };

  expect(methods).toContain("/tokens/revoke-all");
  const unknown = await post("/nonsense", "{}");
  expect([unknown.status, await unknown.text()]).toEqual([
    404,
    expect.stringContaining("Unknown method POST /nonsense. Methods: POST /reset, /apps/register, "),
  ]);
});

test.each([
  ["/apps/remove", "{}", "clientId must be a string; got undefined"],
  ["/apps/register", '{"clientId":5}', "clientId must be a non-empty string; got a number"],
  ["/apps/rotate-secret", '{"clientId":"nobody"}', 'clientId must be the id of a registered application; got "nobody"'],
  ["/clock/advance", '{"ms":"5"}', 'ms must be a number of ms that keeps the clock in the range of Date; got "5"'],
  ["/faults/add", '{"kind":"nonsense"}', "kind of a fault must be one of latency,"],
  ["/products/script", "{}", "path of a product must be a path such as"],
  ["/tokens/issue", '{"clientId":"nobody"}', "clientId must be the id of a registered application"],
  ["/apps/register", '{"clientID":"x"}', 'Unknown member "clientID" of an application. Members: '],
  [
    "/apps/rotate-secret",
    `{"clientId":"${CLIENT_ID}","clientSecret":5}`,
    "clientSecret must be a non-empty string; got a number",
  ],
  [
    "/tokens/issue",
    `{"clientId":"${CLIENT_ID}","expiresIn":"5"}`,
    'expiresIn must be a positive number of seconds; got "5"',
  ],
  [
    "/tokens/issue",
    `{"clientId":"${CLIENT_ID}","lifetime":5}`,
    'Unknown argument "lifetime". Arguments: clientId, expiresIn',
  ],
  ["/clock/now", '{"a":1}', 'Unknown argument "a". Arguments: none'],
  ["/tokens/revoke-all", '{"clientId":5}', "clientId must be a string, or omitted for every application; got 5"],
  ["/faults/remove", '{"id":"1"}', 'id must be the number that faults.add returned; got "1"'],
  [
    "/products/script",
    `{"path":"/a","body":${DEEP}}`,
    "body of a product response must be a string, or a JSON value nested",
  ],
  ["/products/script", '{"path":"/a","statsu":404}', 'Unknown member "statsu" of a product response. Members: status,'],
  ["/products/script", `{"path":${DEEP}}`, "path of a product must be a path such as"],
  ["/clock/set", `{"time":${DEEP}}`, "time must be a number of ms that keeps the clock in the range of Date"],
  ["/apps/list", "[]", "The body must be a JSON object; send {} for"],
  ["/apps/list", "{", "The body must be a JSON object; send {} for"],
  ["/apps/list", "", "The body must be a JSON object; send {} for"],
])("refuses %s with %s: %s", async (path, body, message) => {
  const response = await post(path, body);

  expect(response.status).toBe(400);
  expect(((await response.json()) as { error: string }).error).toContain(message);
});

test("refuses what a page in a browser can send: another media type than JSON, or another host", async () => {
  expect((await post("/tokens/revoke-all", "{}", "text/plain")).status).toBe(415);
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  request(url, { headers: { host: "evil.example" } }, ({ statusCode }) => resolve(statusCode)).end();

  expect(await promise).toBe(403);
});

test("refuses a body that is too large with 413", async () => {
  expect((await post("/apps/register", `{"a":"${"x".repeat(1_100_000)}"}`)).status).toBe(413);
});
