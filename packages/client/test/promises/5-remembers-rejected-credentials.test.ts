/** Promise 5: rejected credentials are not sent over and over; the client remembers the error for a short, growing time. */
import { assert, test } from "@microbilt-oauth/testing";
import { invalidClient, json } from "../support/scripted-server.ts";
import { codeOf, setup } from "../support/setup.ts";

const SECOND = 1_000;

test("rejected credentials are sent again after a second, then after two, and so on up to a minute", async () => {
  const { client, server, clock } = setup();
  server.tokenResponses.push(...Array.from({ length: 20 }, invalidClient));
  const sentAt: number[] = [];
  const start = clock.elapsed();
  for (let time = 0; time < 300; time++) {
    const before = server.tokenRequests.length;
    assert.equal(await codeOf(client.getAccessToken()), "invalid_client");
    if (server.tokenRequests.length > before) {
      sentAt.push((clock.elapsed() - start) / SECOND);
    }
    await clock.advance(SECOND);
  }
  assert.deepEqual(sentAt, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
});

test("credentials that were accepted again are sent at once", async () => {
  const { client, server, clock } = setup();
  server.tokenResponses.push(invalidClient());
  await codeOf(client.getAccessToken());
  await clock.advance(SECOND);
  assert.isString(await client.getAccessToken());
  client.invalidate();
  assert.isString(await client.getAccessToken());
});

test("other credentials are sent at once", async () => {
  let secret = "old";
  const { client, server } = setup({ clientSecret: async () => secret });
  server.tokenResponses.push(invalidClient());
  assert.equal(await codeOf(client.getAccessToken()), "invalid_client");
  secret = "new";
  assert.isString(await client.getAccessToken());
});

test("rejected credentials are not retried, whatever the shape and status of the error", async () => {
  for (const response of [
    invalidClient(),
    json(400, { error: "invalid_client" }),
    json(500, { fault: { faultstring: "Invalid client", detail: { errorcode: "oauth.v2.InvalidClientIdentifier" } } }),
    new Response("no", { status: 401 }),
  ]) {
    const { client, server } = setup();
    server.tokenResponses.push(response);
    assert.equal(await codeOf(client.getAccessToken()), "invalid_client");
    assert.lengthOf(server.tokenRequests, 1);
  }
});

test("another error of the token endpoint is not remembered", async () => {
  const { client, server } = setup();
  server.tokenResponses.push(json(400, { ErrorCode: "invalid_request", Error: "Required param : grant_type" }));
  assert.equal(await codeOf(client.getAccessToken()), "token_request_refused");
  assert.isString(await client.getAccessToken());
});
