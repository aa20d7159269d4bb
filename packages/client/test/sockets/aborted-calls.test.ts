/** An abort or a deadline of the caller's ends a call wherever it is, and its connection with it. */
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { rejection } from "../support/client.ts";
import { type Answer, fault, grant, hang, held, json } from "./answers.ts";
import { connect, hurriedClock } from "./connect.ts";

const REASON = new Error("the caller has had enough");

for (const state of ["cold", "warm"]) {
  test(`a call aborted beforehand sends nothing, with a client that is ${state}`, async () => {
    const { client, server } = await connect();
    if (state === "warm") {
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

test("an abort during the call ends it, and its connection", async () => {
  const { client, server } = await connect();
  const call = held();
  server.callAnswers.push(call.answer);
  const controller = new AbortController();
  const ended = rejection(client.fetch(resource.path, { method: "POST", body: "{}", signal: controller.signal }));
  const { gone } = await call.reached;
  controller.abort(REASON);
  assert.equal(await ended, REASON);
  await gone;
  assert.lengthOf(server.calls, 1);
});

test("an abort of a Request's own signal ends its call", async () => {
  const { client, server } = await connect();
  const call = held();
  server.callAnswers.push(call.answer);
  const controller = new AbortController();
  const request = new Request(server.origin + resource.path, { signal: controller.signal });
  const ended = rejection(client.fetch(request));
  const { gone } = await call.reached;
  controller.abort(REASON);
  assert.equal(await ended, REASON);
  await gone;
});

for (const [status, type] of [
  [200, "application/json"],
  [401, "text/plain"],
  [401, "application/json"],
  [500, "text/plain"],
  [500, "application/json"],
] as const) {
  test(`an abort while the ${type} of a ${status} comes ends its reading, and its connection`, async () => {
    const { client, server } = await connect({ clock: hurriedClock(20), timeout: 1_000_000 });
    const begin: Answer = (response) => response.writeHead(status, { "content-type": type }).write("{ it begins, and");
    server.callAnswers.push(begin, begin);
    const controller = new AbortController();
    const response = await client.fetch(resource.path, { signal: controller.signal });
    assert.equal(response.status, status);
    controller.abort(REASON);
    assert.equal(await rejection(response.text()), REASON);
    await Promise.all(server.calls.map(({ gone }) => gone));
  });
}

test("an abort while a refusal is read ends the call without a second try", async () => {
  const { client, server } = await connect();
  const refusal = held();
  server.callAnswers.push((response, arrival) => {
    response.writeHead(401, { "content-type": "application/json" }).write('{"fault":');
    return refusal.answer(response, arrival);
  });
  const controller = new AbortController();
  const ended = rejection(client.fetch(resource.path, { signal: controller.signal }));
  const { gone } = await refusal.reached;
  controller.abort(REASON);
  assert.equal(await ended, REASON);
  await gone;
  assert.lengthOf(server.calls, 1);
});

for (const [name, tokenAnswers, callAnswers] of [
  ["the token request", [hang], []],
  ["the wait before a retry", [json(503, {}, { "retry-after": "4" })], []],
  ["the call", [], [hang]],
  ["the second token request", [grant({ access_token: "refused" }), hang], [fault(401)]],
  ["the second call", [], [fault(401), hang]],
] as [string, Answer[], Answer[]][]) {
  test(`one deadline covers all: it ends ${name}`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(...tokenAnswers);
    server.callAnswers.push(...callAnswers);
    const error = await rejection(client.fetch(resource.path, { signal: AbortSignal.timeout(200) }));
    assert.instanceOf(error, DOMException);
    assert.propertyVal(error, "name", "TimeoutError");
    assert.isEmpty([...server.tokenAnswers, ...server.callAnswers]);
  });
}
