/**
 * Promise 5: rejected credentials are not sent over and over, and a function that fails to return credentials is not called
 * over and over; the client remembers the error for a short, growing time.
 */
import { assert, test } from "@microbilt-oauth/testing";
import type { MicrobiltError } from "../../src/index.ts";
import { invalidClient, json } from "../support/scripted-server.ts";
import { codeOf, rejection, setup } from "../support/setup.ts";

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

for (const [name, fail, code] of [
  ["rejected credentials", undefined, "invalid_client"],
  ["a credential function that failed", () => Promise.reject(new Error("down")), "credentials_unavailable"],
] as const) {
  test(`the remembered error of ${name} says that nothing was sent, and until when`, async () => {
    const { client, server, clock } = setup(fail && { clientSecret: fail });
    server.tokenResponses.push(invalidClient());
    const original = (await rejection(client.getAccessToken())) as MicrobiltError;
    await clock.advance(SECOND / 4);
    const requests = server.tokenRequests.length;
    const remembered = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(remembered.code, code);
    assert.equal(remembered.status, original.status);
    assert.deepEqual(remembered.server, original.server);
    assert.equal(remembered.retryAfter, 0.75 * SECOND);
    assert.isUndefined(original.retryAfter);
    const until = new Date(clock.now() + 0.75 * SECOND).toISOString();
    const addition = `. The client remembers this: it sent no request, and sends none until ${until}`;
    assert.equal(remembered.message, original.message + addition);
    assert.lengthOf(server.tokenRequests, requests);
    const again = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(again.message, remembered.message);
    await clock.advance(0.75 * SECOND);
    server.tokenResponses.push(invalidClient());
    assert.equal(((await rejection(client.getAccessToken())) as MicrobiltError).message, original.message);
  });
}

test("a function for a credential that fails is called again after a second, then after two, and so on", async () => {
  const calledAt: number[] = [];
  let isDown = true;
  const { client, clock, server } = setup({
    clientSecret: () => {
      calledAt.push((clock.elapsed() - start) / SECOND);
      if (isDown) {
        throw new Error("down");
      }
      return "secret";
    },
  });
  const start = clock.elapsed();
  for (let time = 0; time < 10; time++) {
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(client.getAccessToken())));
    assert.isTrue(codes.every((code) => code === "credentials_unavailable"));
    await clock.advance(SECOND);
  }
  assert.deepEqual(calledAt, [0, 1, 3, 7]);
  isDown = false;
  await clock.advance(5 * SECOND);
  assert.equal(await client.getAccessToken(), server.issued[0]);
  isDown = true;
  client.invalidate();
  assert.equal(await codeOf(client.getAccessToken()), "credentials_unavailable");
  await clock.advance(SECOND);
  await codeOf(client.getAccessToken());
  assert.deepEqual(calledAt.slice(4), [15, 15, 16], "after a success, the first pause is a second again");
});

test("an invalidation does not end the pause", async () => {
  const { client, server } = setup();
  server.tokenResponses.push(invalidClient());
  await codeOf(client.getAccessToken());
  client.invalidate();
  assert.equal(await codeOf(client.getAccessToken()), "invalid_client");
  assert.lengthOf(server.tokenRequests, 1);
});
