/** Promise 4: a rejected token is dropped if it is still the cached one, and the call is sent once more, never twice. */
import { errorCodes } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { createMapStore } from "../support/map-store.ts";
import { closeGate, fault, json } from "../support/scripted-server.ts";
import { setup } from "../support/setup.ts";

test("a rejected call is sent once more, with a new token and the same body", async () => {
  const { client, server } = setup();
  const old = await client.getAccessToken();
  server.revoked.add(old);
  const response = await client.fetch("/a", { method: "POST", body: "{}" });
  assert.equal(response.status, 200);
  assert.deepEqual(
    server.calls.map(({ body, headers }) => [body, headers.get("authorization")]),
    [
      ["{}", `Bearer ${old}`],
      ["{}", `Bearer ${server.issued[1]}`],
    ],
  );
});

test("a fault with another status rejects the token if its code says that the token expired", async () => {
  const { client, server } = setup();
  server.callResponses.push(fault(500, errorCodes.newToken[2]));
  assert.equal((await client.fetch("/a")).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
});

test("the caller gets the second rejection as it is", async () => {
  const { client, server } = setup();
  server.callResponses.push(fault(401), fault(401), json(200, {}));
  const response = await client.fetch("/a");
  assert.equal(response.status, 401);
  assert.property(await response.json(), "fault");
  assert.lengthOf(server.calls, 2);
});

test("the next call does not use an old token that was rejected at the second attempt", async () => {
  const store = createMapStore();
  const { client, server, clock } = setup({ store });
  await client.getAccessToken();
  const [key] = store.entries.keys();
  // Another process had requested this token long before.
  const other = { accessToken: "old", requestedAt: clock.now() - 60_000, lifetime: 3_599_000 };
  await store.set(key ?? "", other, 3_599_000);
  server.callResponses.push(fault(401), fault(401));
  assert.equal((await client.fetch("/a")).status, 401);
  assert.equal((await client.fetch("/b")).status, 200);
  assert.deepEqual(
    server.calls.map(({ headers }) => headers.get("authorization")),
    [`Bearer ${server.issued[0]}`, "Bearer old", `Bearer ${server.issued[1]}`],
  );
});

test("a hundred concurrent rejections of one token need one new token", async () => {
  const { client, server } = setup();
  const old = await client.getAccessToken();
  server.revoked.add(old);
  await Promise.all(Array.from({ length: 100 }, () => client.fetch("/a")));
  assert.lengthOf(server.tokenRequests, 2);
});

test("a late rejection of an old token does not drop the new one", async () => {
  const { client, server } = setup();
  const old = await client.getAccessToken();
  let reject = () => {};
  const late = new Promise<void>((resolve) => {
    reject = resolve;
  });
  server.callResponses.push(async () => {
    await late;
    return fault(401);
  }, fault(401));
  const slow = client.fetch("/slow");
  assert.equal((await client.fetch("/fast")).status, 200);
  reject();
  assert.equal((await slow).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
  client.invalidate(old);
  assert.equal(await client.getAccessToken(), server.issued[1]);
});

test("the caller gets the rejection when the server returns the rejected token again", async () => {
  const { client, server } = setup();
  server.members = { access_token: "the-same" };
  const response = await client.fetch("/a");
  assert.equal(response.status, 401);
  assert.lengthOf(server.calls, 1);
});

test("a token that is not allowed for a product is kept", async () => {
  const { client, server } = setup();
  server.callResponses.push(fault(401, errorCodes.none[0]));
  assert.equal((await client.fetch("/a")).status, 401);
  assert.lengthOf(server.tokenRequests, 1);
});

for (const [name, create] of [
  ["a string", () => "a=1"],
  ["an ArrayBuffer", () => new TextEncoder().encode("a=1").buffer],
  ["a typed array", () => new TextEncoder().encode("a=1")],
  ["URLSearchParams", () => new URLSearchParams({ a: "1" })],
  ["a Blob", () => new Blob(["a=1"])],
] as const) {
  test(`a rejected call is sent again when its body is ${name}`, async () => {
    const { client, server } = setup();
    server.callResponses.push(fault(401));
    assert.equal((await client.fetch("/a", { method: "POST", body: create() as BodyInit })).status, 200);
    assert.deepEqual(
      server.calls.map(({ body }) => body),
      ["a=1", "a=1"],
    );
  });
}

test("a rejected call is sent again when its body is a form with a file", async () => {
  const { client, server } = setup();
  server.callResponses.push(fault(401));
  const body = new FormData();
  body.set("a", new Blob(["1"]), "a.txt");
  assert.equal((await client.fetch("/a", { method: "POST", body })).status, 200);
  assert.lengthOf(server.calls, 2);
  assert.isTrue(server.calls.every((call) => call.body.includes('filename="a.txt"')));
});

test("a rejected Request is sent again", async () => {
  const { client, server } = setup();
  server.callResponses.push(fault(401));
  const request = new Request("https://api.example/a", { method: "POST", body: "a=1", headers: { "x-own": "1" } });
  assert.equal((await client.fetch(request)).status, 200);
  assert.deepEqual(
    server.calls.map(({ body, headers }) => [body, headers.get("x-own")]),
    [
      ["a=1", "1"],
      ["a=1", "1"],
    ],
  );
});

test("a stream is sent once: the caller gets the rejection, and the next call gets a new token", async () => {
  const { client, server } = setup();
  server.callResponses.push(fault(401));
  const body = new Blob(["a=1"]).stream();
  const response = await client.fetch("/a", { method: "POST", body, duplex: "half" } as RequestInit);
  assert.equal(response.status, 401);
  assert.property(await response.json(), "fault");
  assert.lengthOf(server.calls, 1);
  assert.equal((await client.fetch("/a")).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
});

for (const [name, create] of [
  ["JSON", () => json(500, { message: "the product failed" })],
  ["an HTML page", () => new Response("<html>", { status: 500, headers: { "content-type": "text/html" } })],
  ["no body", () => new Response(null, { status: 500 })],
  ["a long JSON body", () => json(500, { long: "x".repeat(100_000) })],
] as const) {
  test(`the caller gets a product's own 500 with ${name} as it is`, async () => {
    const { client, server } = setup();
    server.callResponses.push(create());
    const response = await client.fetch("/a");
    assert.equal(response.status, 500);
    assert.isFalse(response.bodyUsed);
    assert.equal(await response.text(), await create().text());
    assert.lengthOf(server.calls, 1);
  });
}

test("a token that was requested before a forced invalidation is not cached", async () => {
  const { client, server } = setup();
  const openGate = closeGate(server);
  const before = client.getAccessToken();
  client.invalidate();
  const after = client.getAccessToken();
  openGate();
  assert.notEqual(await before, await after);
  assert.equal(await client.getAccessToken(), await after);
  assert.lengthOf(server.tokenRequests, 2);
});
