/** Promise 7: the bearer goes to the configured origin and nowhere else; redirects are not followed. */
import { assert, test } from "@microbilt-oauth/testing";
import { codeOf, scene } from "../support/client.ts";

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
  test(`${JSON.stringify(address)} is refused before anything is sent`, async () => {
    const { client, server } = scene();
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
  test(`${JSON.stringify(address)} stays at the origin`, async () => {
    const { client, server } = scene({ baseUrl: "https://api.example/v1" });
    await client.fetch(address);
    assert.equal(server.calls[0]?.url.origin, "https://api.example");
    assert.equal(server.calls[0]?.url.pathname, sent);
  });
}

test("a Request of another origin is refused", async () => {
  const { client, server } = scene();
  assert.equal(await codeOf(client.fetch(new Request("https://elsewhere.example/a"))), "foreign_origin");
  assert.lengthOf(server.tokenRequests, 0);
});

test("openapi-fetch's base URL of a single call is refused when it is elsewhere", async () => {
  const { client, server } = scene();
  const api = client.api<{ "/a": { get: { responses: { 200: { content: { "application/json": object } } } } } }>();
  assert.equal(await codeOf(api.GET("/a", { baseUrl: "https://elsewhere.example" })), "foreign_origin");
  assert.lengthOf(server.calls, 0);
  assert.deepEqual((await api.GET("/a")).data, { ok: true });
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect of the token endpoint (${status}) is not followed`, async () => {
    const { client, server } = scene();
    server.tokenAnswers.push(redirect(status));
    assert.equal(await codeOf(client.getAccessToken()), "redirected");
    assert.lengthOf(server.tokenRequests, 1);
    assert.equal(server.tokenRequests[0]?.redirect, "manual");
  });

  test(`a redirect of a call (${status}) is not followed`, async () => {
    const { client, server } = scene();
    server.callAnswers.push(redirect(status));
    assert.equal(await codeOf(client.fetch("/a", { method: "POST", body: "{}" })), "redirected");
    assert.equal(server.calls[0]?.redirect, "manual");
  });
}

test("redirect: manual hands the redirect over", async () => {
  const { client, server } = scene();
  server.callAnswers.push(redirect(307));
  const response = await client.fetch("/a", { redirect: "manual" });
  assert.equal(response.status, 307);
});

test("a caller cannot have redirects followed", async () => {
  const { client, server } = scene();
  server.callAnswers.push(redirect(307));
  assert.equal(await codeOf(client.fetch("/a", { redirect: "follow" })), "redirected");
  assert.equal(server.calls[0]?.redirect, "manual");
});

for (const baseUrl of [
  "http://api.example",
  "http://localhost.example",
  "http://127.0.0.1.example",
  "ftp://api.example",
]) {
  test(`${baseUrl} is refused as a base URL`, () => {
    assert.throws(() => scene({ baseUrl }), /use https/);
  });
}

for (const baseUrl of ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"]) {
  test(`plain http is taken on this machine: ${baseUrl}`, () => {
    assert.doesNotThrow(() => scene({ baseUrl }));
  });
}

test("an Authorization header of the caller's does not travel beside ours", async () => {
  const { client, server } = scene();
  await client.fetch("/a", { headers: { AUTHORIZATION: "Basic abc" } });
  assert.equal(server.calls[0]?.headers.get("authorization"), `Bearer ${server.issued[0]}`);
});

test("the scheme is Bearer, whatever the token's type is called", async () => {
  const { client, server } = scene();
  server.members = { token_type: "BEARERTOKEN" };
  await client.fetch("/a");
  assert.match(server.calls[0]?.headers.get("authorization") ?? "", /^Bearer /);
});

function redirect(status: number): Response {
  return new Response(null, { status, headers: { location: "https://elsewhere.example/" } });
}
