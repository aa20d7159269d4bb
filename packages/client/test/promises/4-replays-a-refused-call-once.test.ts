/** Promise 4: a refused token is dropped if it is still the current one, and the call is sent once more. Never twice. */

import { errorCodes } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { scene } from "../support/client.ts";
import { fault, json } from "../support/scripted-server.ts";

test("a refused call is sent once more, with a new token and the same body", async () => {
  const { client, server } = scene();
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

test("a fault with another status that says the token expired counts as a refusal", async () => {
  const { client, server } = scene();
  server.callAnswers.push(fault(500, errorCodes.newToken[2]));
  assert.equal((await client.fetch("/a")).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
});

test("the second refusal is handed over as it is", async () => {
  const { client, server } = scene();
  server.callAnswers.push(fault(401), fault(401), json(200, {}));
  const response = await client.fetch("/a");
  assert.equal(response.status, 401);
  assert.property(await response.json(), "fault");
  assert.lengthOf(server.calls, 2);
});

test("a token that is refused at the second try is not used for the next call", async () => {
  const { client, server } = scene();
  server.callAnswers.push(fault(401), fault(401));
  await client.fetch("/a");
  assert.equal((await client.fetch("/b")).status, 200);
  assert.equal(server.calls[2]?.headers.get("authorization"), `Bearer ${server.issued[2]}`);
});

test("a token that was replaced meanwhile is not fetched again", async () => {
  const { client, server } = scene();
  const old = await client.getAccessToken();
  server.revoked.add(old);
  await Promise.all(Array.from({ length: 100 }, () => client.fetch("/a")));
  assert.lengthOf(server.tokenRequests, 2);
});

test("late refusals of an old token cost nothing", async () => {
  const { client, server } = scene();
  const old = await client.getAccessToken();
  let refuse = () => {};
  const late = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  server.callAnswers.push(async () => {
    await late;
    return fault(401);
  }, fault(401));
  const slow = client.fetch("/slow");
  assert.equal((await client.fetch("/fast")).status, 200);
  refuse();
  assert.equal((await slow).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
  client.invalidate(old);
  assert.equal(await client.getAccessToken(), server.issued[1]);
});

test("when the server hands the refused token back the refusal is handed over", async () => {
  const { client, server } = scene();
  server.members = { access_token: "the-same" };
  const response = await client.fetch("/a");
  assert.equal(response.status, 401);
  assert.lengthOf(server.calls, 1);
});

test("a token that does not serve this product is not replaced", async () => {
  const { client, server } = scene();
  server.callAnswers.push(fault(401, errorCodes.none[0]));
  assert.equal((await client.fetch("/a")).status, 401);
  assert.lengthOf(server.tokenRequests, 1);
});

for (const [name, make] of [
  ["text", () => "a=1"],
  ["an ArrayBuffer", () => new TextEncoder().encode("a=1").buffer],
  ["a view", () => new TextEncoder().encode("a=1")],
  ["URLSearchParams", () => new URLSearchParams({ a: "1" })],
  ["a Blob", () => new Blob(["a=1"])],
] as const) {
  test(`a body that is ${name} is sent again`, async () => {
    const { client, server } = scene();
    server.callAnswers.push(fault(401));
    assert.equal((await client.fetch("/a", { method: "POST", body: make() as BodyInit })).status, 200);
    assert.deepEqual(
      server.calls.map(({ body }) => body),
      ["a=1", "a=1"],
    );
  });
}

test("a form with files is sent again", async () => {
  const { client, server } = scene();
  server.callAnswers.push(fault(401));
  const body = new FormData();
  body.set("a", new Blob(["1"]), "a.txt");
  assert.equal((await client.fetch("/a", { method: "POST", body })).status, 200);
  assert.isTrue(server.calls.every((call) => call.body.includes('filename="a.txt"')));
});

test("a Request is sent again", async () => {
  const { client, server } = scene();
  server.callAnswers.push(fault(401));
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

test("a stream is not sent again: the refusal is handed over, and the next call has a new token", async () => {
  const { client, server } = scene();
  server.callAnswers.push(fault(401));
  const body = new Blob(["a=1"]).stream();
  const response = await client.fetch("/a", { method: "POST", body, duplex: "half" } as RequestInit);
  assert.equal(response.status, 401);
  assert.property(await response.json(), "fault");
  assert.lengthOf(server.calls, 1);
  assert.equal((await client.fetch("/a")).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
});

for (const [name, answer] of [
  ["JSON", () => json(500, { message: "the product failed" })],
  ["a page", () => new Response("<html>", { status: 500, headers: { "content-type": "text/html" } })],
  ["nothing", () => new Response(null, { status: 500 })],
  ["much JSON", () => json(500, { much: "x".repeat(100_000) })],
] as const) {
  test(`a product's own 500 with ${name} reaches the caller untouched`, async () => {
    const { client, server } = scene();
    server.callAnswers.push(answer());
    const response = await client.fetch("/a");
    assert.equal(response.status, 500);
    assert.isFalse(response.bodyUsed);
    assert.equal(await response.text(), await answer().text());
    assert.lengthOf(server.calls, 1);
  });
}

test("a forced invalidation outlives an answer that was asked for before it", async () => {
  const { client, server } = scene();
  let open = () => {};
  server.gate = new Promise((resolve) => {
    open = resolve;
  });
  const before = client.getAccessToken();
  client.invalidate();
  const after = client.getAccessToken();
  open();
  assert.notEqual(await before, await after);
  assert.equal(await client.getAccessToken(), await after);
  assert.lengthOf(server.tokenRequests, 2);
});
