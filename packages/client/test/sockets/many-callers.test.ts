/** However many call at once, one token request is sent for all. */
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { answer, fault, grant, held } from "./answers.ts";
import { connect, failure } from "./connect.ts";
import type { FaultServer } from "./fault-server.ts";

const MANY = 100;

test("a hundred cold callers are served by one token request", async () => {
  const { client, server } = await connect();
  const statuses = await Promise.all(
    Array.from({ length: MANY }, async () => (await client.fetch(resource.path)).status),
  );
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.lengthOf(server.calls, MANY);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a hundred cold callers share one failure, and its retries", async () => {
  const { client, server } = await connect();
  server.tokenAnswers.push(answer(503, ""), answer(503, ""));
  const errors = await Promise.all(Array.from({ length: MANY }, () => failure(client.fetch(resource.path))));
  assert.isTrue(errors.every(({ code }) => code === "server_error"));
  assert.lengthOf(server.tokenRequests, 2);
  assert.isEmpty(server.calls);
});

test("a hundred refusals of one token that come one after the other are answered by one refresh", async () => {
  const { client, server, told } = await connect();
  server.revoked.add(await client.getAccessToken());
  const refusals = Array.from({ length: MANY }, held);
  server.callAnswers.push(...refusals.map(({ answer }) => answer));
  const calls = refusals.map((_, at) => client.fetch(resource.path, { method: "POST", body: String(at) }));
  await Promise.all(refusals.map(({ reached }) => reached));
  for (const { release } of refusals) {
    const refused = told("token_refused");
    release(fault(401));
    await refused;
  }
  const statuses = await Promise.all(calls.map(async (call) => (await call).status));
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.lengthOf(server.tokenRequests, 2);
  assertEachSentTwice(server, MANY);
});

test("refusals that come before, during and after the refresh are answered by that one", async () => {
  const { client, server, told } = await connect();
  server.revoked.add(await client.getAccessToken());
  const [before, during, after, token] = [held(), held(), held(), held()];
  server.callAnswers.push(before.answer, during.answer, after.answer);
  const calls = [0, 1, 2].map((at) => client.fetch(resource.path, { method: "POST", body: String(at) }));
  await Promise.all([before.reached, during.reached, after.reached]);
  server.tokenAnswers.push(token.answer);
  before.release(fault(401));
  await token.reached;
  const refused = told("token_refused");
  during.release(fault(401));
  await refused;
  server.issued.push("the-new-one");
  token.release(grant({ access_token: "the-new-one" }));
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
