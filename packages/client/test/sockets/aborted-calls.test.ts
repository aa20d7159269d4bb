/** The caller's abort or deadline ends a call at any stage, and closes its connection. */
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { rejection } from "../support/setup.ts";
import { allClosed, connect, fastClock } from "./connect.ts";
import { fault, hang, json, pendingResponse, type Responder, token } from "./responders.ts";

const REASON = new Error("aborted by the caller");

for (const state of ["without", "with"]) {
  test(`a call with an aborted signal sends nothing, ${state} a cached token`, async () => {
    const { client, server } = await connect();
    if (state === "with") {
      await client.getAccessToken();
    }
    const requests = server.tokenRequests.length;
    const signal = AbortSignal.abort(REASON);
    const request = new Request(server.origin + resource.path, { signal });
    for (const call of [client.fetch(resource.path, { signal }), client.fetch(request)]) {
      assert.equal(await rejection(call), REASON);
    }
    assert.isEmpty(server.calls);
    assert.lengthOf(server.tokenRequests, requests);
  });
}

test("an abort during a call ends it and closes its connection", async () => {
  const { client, server } = await connect();
  const call = pendingResponse();
  server.callResponders.push(call.responder);
  const controller = new AbortController();
  const ended = rejection(client.fetch(resource.path, { method: "POST", body: "{}", signal: controller.signal }));
  const { closed } = await call.received;
  controller.abort(REASON);
  assert.equal(await ended, REASON);
  await closed;
  assert.lengthOf(server.calls, 1);
});

test("an abort of a Request's own signal ends its call", async () => {
  const { client, server } = await connect();
  const call = pendingResponse();
  server.callResponders.push(call.responder);
  const controller = new AbortController();
  const request = new Request(server.origin + resource.path, { signal: controller.signal });
  const ended = rejection(client.fetch(request));
  const { closed } = await call.received;
  controller.abort(REASON);
  assert.equal(await ended, REASON);
  await closed;
});

for (const [status, type] of [
  [200, "application/json"],
  [401, "text/plain"],
  [401, "application/json"],
  [500, "text/plain"],
  [500, "application/json"],
] as const) {
  test(`an abort while the ${type} body of a ${status} arrives rejects its reader and closes the connection`, async () => {
    const { client, server } = await connect({ clock: fastClock(20), timeout: 1_000_000 });
    const begin: Responder = (response) => response.writeHead(status, { "content-type": type }).write("{ it begins");
    server.callResponders.push(begin, begin);
    const controller = new AbortController();
    const response = await client.fetch(resource.path, { signal: controller.signal });
    assert.equal(response.status, status);
    controller.abort(REASON);
    assert.equal(await rejection(response.text()), REASON);
    await allClosed(server.calls, status === 401 ? 2 : 1);
  });
}

test("an abort while a rejection is read ends the call without a second attempt", async () => {
  const { client, server } = await connect();
  const rejected = pendingResponse();
  server.callResponders.push((response, request) => {
    response.writeHead(401, { "content-type": "application/json" }).write('{"fault":');
    return rejected.responder(response, request);
  });
  const controller = new AbortController();
  const ended = rejection(client.fetch(resource.path, { signal: controller.signal }));
  const { closed } = await rejected.received;
  controller.abort(REASON);
  assert.equal(await ended, REASON);
  await closed;
  assert.lengthOf(server.calls, 1);
});

for (const [name, tokenResponders, callResponders] of [
  ["the token request", [hang], []],
  ["the delay before a retry", [json(503, {}, { "retry-after": "4" })], []],
  ["the call", [], [hang]],
  ["the second token request", [token({ access_token: "refused" }), hang], [fault(401)]],
  ["the replayed call", [], [fault(401), hang]],
] as [string, Responder[], Responder[]][]) {
  test(`a deadline ends ${name}`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(...tokenResponders);
    server.callResponders.push(...callResponders);
    const error = await rejection(client.fetch(resource.path, { signal: AbortSignal.timeout(200) }));
    assert.instanceOf(error, DOMException);
    assert.propertyVal(error, "name", "TimeoutError");
    assert.isEmpty([...server.tokenResponders, ...server.callResponders]);
  });
}
