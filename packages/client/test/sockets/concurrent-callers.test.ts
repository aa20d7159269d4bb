/** However many callers call at once, they share one token request. */
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { connect, failure } from "./connect.ts";
import type { FaultServer } from "./fault-server.ts";
import { fault, pendingResponse, respond, token } from "./responders.ts";

const MANY = 100;
const TIMEOUT_IN_MS = 150;

test("a hundred callers share one token request when there is no cached token", async () => {
  const { client, server } = await connect();
  const statuses = await Promise.all(
    Array.from({ length: MANY }, async () => (await client.fetch(resource.path)).status),
  );
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.lengthOf(server.calls, MANY);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a hundred callers share one failure and its retries", async () => {
  const { client, server } = await connect();
  server.tokenResponders.push(respond(503, ""), respond(503, ""));
  const errors = await Promise.all(Array.from({ length: MANY }, () => failure(client.fetch(resource.path))));
  assert.isTrue(errors.every(({ code }) => code === "server_error"));
  assert.lengthOf(server.tokenRequests, 2);
  assert.isEmpty(server.calls);
});

test("callers who come while the process was too busy to notice a timeout share the retry", async () => {
  const { client, server } = await connect({ timeout: TIMEOUT_IN_MS });
  const pending = pendingResponse();
  server.tokenResponders.push(pending.responder);
  const first = client.getAccessToken();
  await pending.received;
  const end = performance.now() + 2 * TIMEOUT_IN_MS;
  while (performance.now() < end) {
    // Nothing else runs in the meantime, so timers are late.
  }
  const others = Array.from({ length: MANY }, () => client.getAccessToken());
  assert.deepEqual(new Set([await first, ...(await Promise.all(others))]), new Set(server.issued));
  assert.lengthOf(server.issued, 1);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a hundred successive rejections of one token need one new token", async () => {
  const { client, server, nextEvent } = await connect();
  server.revoked.add(await client.getAccessToken());
  const rejections = Array.from({ length: MANY }, pendingResponse);
  server.callResponders.push(...rejections.map(({ responder }) => responder));
  const calls = rejections.map((_, at) => client.fetch(resource.path, { method: "POST", body: String(at) }));
  await Promise.all(rejections.map(({ received }) => received));
  for (const { release } of rejections) {
    const emitted = nextEvent("token_refused");
    release(fault(401));
    await emitted;
  }
  const statuses = await Promise.all(calls.map(async (call) => (await call).status));
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.lengthOf(server.tokenRequests, 2);
  assertEachSentTwice(server, MANY);
});

test("rejections that arrive before, during and after a token request share its token", async () => {
  const { client, server, nextEvent } = await connect();
  server.revoked.add(await client.getAccessToken());
  const [before, during, after, pending] = [pendingResponse(), pendingResponse(), pendingResponse(), pendingResponse()];
  server.callResponders.push(before.responder, during.responder, after.responder);
  const calls = [0, 1, 2].map((at) => client.fetch(resource.path, { method: "POST", body: String(at) }));
  await Promise.all([before.received, during.received, after.received]);
  server.tokenResponders.push(pending.responder);
  before.release(fault(401));
  await pending.received;
  const emitted = nextEvent("token_refused");
  during.release(fault(401));
  await emitted;
  server.issued.push("the-new-one");
  pending.release(token({ access_token: "the-new-one" }));
  await Promise.all(calls.slice(0, 2));
  after.release(fault(401));
  const statuses = await Promise.all(calls.map(async (call) => (await call).status));
  assert.deepEqual(statuses, [200, 200, 200]);
  assert.lengthOf(server.tokenRequests, 2);
  assertEachSentTwice(server, 3);
});

function assertEachSentTwice({ calls }: FaultServer, count: number): void {
  const bodies = calls.map(({ body }) => Number(body)).sort((a, b) => a - b);
  assert.deepEqual(
    bodies,
    Array.from({ length: 2 * count }, (_, at) => Math.floor(at / 2)),
  );
}
