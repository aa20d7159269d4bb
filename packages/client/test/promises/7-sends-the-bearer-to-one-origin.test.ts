/** Promise 7: only the configured origin receives the access token; redirects are not followed. */
import { assert, test } from "@microbilt-oauth/testing";
import { codeOf, setup } from "../support/setup.ts";

for (const address of [
  "https://elsewhere.example/a",
  "http://api.example/a",
  "https://api.example:444/a",
  "https://api.example.evil/a",
  "//elsewhere.example/a",
  "/\\elsewhere.example/a",
  "\\\\elsewhere.example/a",
  "\t//elsewhere.example/a",
  "https:\\\\elsewhere.example/a",
  "https://user:password@api.example/a",
  "https://api.example@elsewhere.example/a",
  "data:text/plain,a",
]) {
  test(`${JSON.stringify(address)} is rejected before anything is sent`, async () => {
    const { client, server } = setup();
    assert.equal(await codeOf(client.fetch(address)), "foreign_origin");
    assert.equal(await codeOf(client.fetch(new URL(address, "https://api.example"))), "foreign_origin");
    assert.lengthOf([...server.tokenRequests, ...server.calls], 0);
  });
}

for (const [address, sent] of [
  ["/a", "/v1/a"],
  ["a", "/v1/a"],
  ["/a?b=//elsewhere.example", "/v1/a"],
  ["/../a", "/a"],
  ["/a\\..\\b", "/v1/b"],
  ["/\t/elsewhere.example", "/v1//elsewhere.example"],
  ["/@elsewhere.example", "/v1/@elsewhere.example"],
  ["https://api.example/a", "/a"],
  ["?a=1", "/v1/"],
] as const) {
  test(`${JSON.stringify(address)} is requested at the configured origin`, async () => {
    const { client, server } = setup({ baseUrl: "https://api.example/v1" });
    await client.fetch(address);
    assert.equal(server.calls[0]?.url.origin, "https://api.example");
    assert.equal(server.calls[0]?.url.pathname, sent);
  });
}

test("a Request for another origin is rejected", async () => {
  const { client, server } = setup();
  assert.equal(await codeOf(client.fetch(new Request("https://elsewhere.example/a"))), "foreign_origin");
  assert.lengthOf(server.tokenRequests, 0);
});

test("a base URL at another origin for a single call of openapi-fetch is rejected", async () => {
  const { client, server } = setup();
  const api = client.api<{ "/a": { get: { responses: { 200: { content: { "application/json": object } } } } } }>();
  assert.equal(await codeOf(api.GET("/a", { baseUrl: "https://elsewhere.example" })), "foreign_origin");
  assert.lengthOf(server.calls, 0);
  assert.deepEqual((await api.GET("/a")).data, { ok: true });
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect (${status}) by the token endpoint is not followed`, async () => {
    const { client, server } = setup();
    server.tokenResponses.push(redirect(status));
    assert.equal(await codeOf(client.getAccessToken()), "redirected");
    assert.lengthOf(server.tokenRequests, 1);
    assert.equal(server.tokenRequests[0]?.redirect, "manual");
  });

  test(`a redirect (${status}) by a product is not followed`, async () => {
    const { client, server } = setup();
    server.callResponses.push(redirect(status));
    assert.equal(await codeOf(client.fetch("/a", { method: "POST", body: "{}" })), "redirected");
    assert.equal(server.calls[0]?.redirect, "manual");
  });
}

test('with redirect: "manual" the caller gets the redirect', async () => {
  const { client, server } = setup();
  server.callResponses.push(redirect(307));
  const response = await client.fetch("/a", { redirect: "manual" });
  assert.equal(response.status, 307);
});

test('redirects are not followed with redirect: "follow"', async () => {
  const { client, server } = setup();
  server.callResponses.push(redirect(307));
  assert.equal(await codeOf(client.fetch("/a", { redirect: "follow" })), "redirected");
  assert.equal(server.calls[0]?.redirect, "manual");
});

for (const baseUrl of [
  "http://api.example",
  "http://localhost.example",
  "http://127.0.0.1.example",
  "ftp://api.example",
]) {
  test(`the base URL ${baseUrl} is rejected`, () => {
    assert.throws(() => setup({ baseUrl }), /use https/);
  });
}

for (const baseUrl of ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"]) {
  test(`the base URL ${baseUrl} is accepted: its traffic does not leave the machine`, () => {
    assert.doesNotThrow(() => setup({ baseUrl }));
  });
}

test("the access token replaces the caller's Authorization header", async () => {
  const { client, server } = setup();
  await client.fetch("/a", { headers: { AUTHORIZATION: "Basic abc" } });
  assert.equal(server.calls[0]?.headers.get("authorization"), `Bearer ${server.issued[0]}`);
});

test("the scheme is Bearer, whatever the token_type", async () => {
  const { client, server } = setup();
  server.members = { token_type: "BEARERTOKEN" };
  await client.fetch("/a");
  assert.match(server.calls[0]?.headers.get("authorization") ?? "", /^Bearer /);
});

function redirect(status: number): Response {
  return new Response(null, { status, headers: { location: "https://elsewhere.example/" } });
}
