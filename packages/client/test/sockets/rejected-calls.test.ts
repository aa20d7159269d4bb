/** A rejected call is sent once more, not twice. The caller can read the response, and every other one is cancelled. */
import { errorCodes, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { allClosed, assertSentTwice, connect, failure, fastClock } from "./connect.ts";
import { fault, json, reset } from "./responders.ts";

const BODY = "{}";

test("the caller gets the second rejection as it is", async () => {
  const { client, server } = await connect();
  server.callResponders.push(fault(401), json(401, { second: true }));
  const response = await client.fetch(resource.path, { method: "POST", body: BODY });
  assert.equal(response.status, 401);
  assert.isFalse(response.bodyUsed);
  assert.deepEqual(await response.json(), { second: true });
  assertSentTwice(server);
});

test("a call to a product that the token is not allowed for is sent once, and the token is kept", async () => {
  const { client, server } = await connect();
  server.callResponders.push(fault(401, errorCodes.none[0]));
  const response = await client.fetch(resource.path);
  assert.equal(response.status, 401);
  assert.nestedProperty(await response.json(), "fault.detail.errorcode");
  assert.equal((await client.fetch(resource.path)).status, 200);
  assert.lengthOf(server.calls, 2);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a replayed call that loses its connection is not sent a third time", async () => {
  const { client, server } = await connect();
  server.callResponders.push(fault(401), reset);
  assert.equal((await failure(client.fetch(resource.path, { method: "POST", body: BODY }))).code, "network_error");
  assertSentTwice(server);
});

for (const type of ["text/plain", "application/json"]) {
  test(`a ${type} rejection with an endless body is cancelled when the call is replayed`, {
    timeout: 1_000,
  }, async () => {
    const { client, server } = await connect({ clock: fastClock(20), timeout: 1_000_000 });
    server.callResponders.push((response) => response.writeHead(401, { "content-type": type }).write("{ it begins"));
    assert.equal((await client.fetch(resource.path)).status, 200);
    assertSentTwice(server);
    await allClosed(server.calls.slice(0, 1), 1);
  });
}

test("a rejection is cancelled when no other token can be obtained", { timeout: 1_000 }, async () => {
  const { client, server } = await connect();
  await client.getAccessToken();
  server.callResponders.push((response) => response.writeHead(401).write("it begins"));
  server.tokenResponders.push(json(400, {}));
  assert.equal((await failure(client.fetch(resource.path))).code, "token_request_refused");
  await allClosed(server.calls, 1);
});
