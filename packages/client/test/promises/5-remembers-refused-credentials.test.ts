/** Promise 5: refused credentials are not asked again and again; the error is remembered for a short, growing time. */
import { assert, test } from "@microbilt-oauth/testing";
import { codeOf, scene } from "../support/client.ts";
import { json, refusedClient } from "../support/scripted-server.ts";

const SECOND = 1_000;

test("a refusal is remembered for a second, then for two, and so on up to a minute", async () => {
  const { client, server, clock } = scene();
  server.tokenAnswers.push(...Array.from({ length: 20 }, refusedClient));
  const asked: number[] = [];
  const start = clock.elapsed();
  for (let time = 0; time < 300; time++) {
    const before = server.tokenRequests.length;
    assert.equal(await codeOf(client.getAccessToken()), "invalid_client");
    if (server.tokenRequests.length > before) {
      asked.push((clock.elapsed() - start) / SECOND);
    }
    await clock.pass(SECOND);
  }
  assert.deepEqual(asked, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
});

test("a granted request forgets the refusal", async () => {
  const { client, server, clock } = scene();
  server.tokenAnswers.push(refusedClient());
  await codeOf(client.getAccessToken());
  await clock.pass(SECOND);
  assert.isString(await client.getAccessToken());
  client.invalidate();
  assert.isString(await client.getAccessToken());
});

test("other credentials are asked with at once", async () => {
  let secret = "old";
  const { client, server } = scene({ clientSecret: async () => secret });
  server.tokenAnswers.push(refusedClient());
  assert.equal(await codeOf(client.getAccessToken()), "invalid_client");
  secret = "new";
  assert.isString(await client.getAccessToken());
});

test("refused credentials are not retried, whatever shape and status the refusal has", async () => {
  for (const answer of [
    refusedClient(),
    json(400, { error: "invalid_client" }),
    json(500, { fault: { faultstring: "Invalid client", detail: { errorcode: "oauth.v2.InvalidClientIdentifier" } } }),
    new Response("no", { status: 401 }),
  ]) {
    const { client, server } = scene();
    server.tokenAnswers.push(answer);
    assert.equal(await codeOf(client.getAccessToken()), "invalid_client");
    assert.lengthOf(server.tokenRequests, 1);
  }
});

test("another refusal is not remembered", async () => {
  const { client, server } = scene();
  server.tokenAnswers.push(json(400, { ErrorCode: "invalid_request", Error: "Required param : grant_type" }));
  assert.equal(await codeOf(client.getAccessToken()), "token_request_refused");
  assert.isString(await client.getAccessToken());
});
