/** getToken returns the access token with the time at which it expires. */
import { assert, test } from "@microbilt-oauth/testing";
import { closeGate } from "../support/scripted-server.ts";
import { rejection, setup } from "../support/setup.ts";

const SECOND = 1_000;

test("expiresAt counts the lifetime from before the token request was sent", async () => {
  const { client, server, clock } = setup({ timeout: 60 * SECOND });
  const sentAt = clock.now();
  const openGate = closeGate(server);
  const token = client.getToken();
  await clock.advance(10 * SECOND);
  openGate();
  assert.deepEqual(await token, {
    accessToken: server.issued[0] as string,
    expiresAt: new Date(sentAt + 3_599 * SECOND),
  });
});

test("the cached token has the same expiresAt", async () => {
  const { client, server, clock } = setup();
  const first = await client.getToken();
  await clock.advance(1_000 * SECOND);
  assert.deepEqual(await client.getToken(), first);
  assert.equal(await client.getAccessToken(), first.accessToken);
  assert.lengthOf(server.tokenRequests, 1);
});

test("expiresAt is at most a day away", async () => {
  const { client, server, clock } = setup();
  server.members = { expires_in: "99999999" };
  assert.equal(Number((await client.getToken()).expiresAt), clock.now() + 24 * 3_600 * SECOND);
});

for (const expiresIn of ["0", "n/a", undefined, -1]) {
  test(`with expires_in ${JSON.stringify(expiresIn)}, expiresAt is the time of the token request`, async () => {
    const { client, server, clock } = setup();
    server.members = { expires_in: expiresIn };
    const sentAt = clock.now();
    assert.equal(Number((await client.getToken()).expiresAt), sentAt);
  });
}

test("changing expiresAt does not change the cached token", async () => {
  const { client } = setup();
  const first = await client.getToken();
  const expiresAt = Number(first.expiresAt);
  first.expiresAt.setTime(0);
  assert.equal(Number((await client.getToken()).expiresAt), expiresAt);
});

test("a token from a store expires when its own lifetime ends", async () => {
  const stored = { accessToken: "stored", requestedAt: 1_799_999_999_000, lifetime: 600 * SECOND };
  const store = { get: () => stored, set: () => undefined, delete: () => undefined };
  const { client } = setup({ store });
  assert.deepEqual(await client.getToken(), {
    accessToken: "stored",
    expiresAt: new Date(stored.requestedAt + stored.lifetime),
  });
});

test("getToken accepts a signal", async () => {
  const { client, server } = setup();
  const reason = new Error("no");
  assert.equal(await rejection(client.getToken({ signal: AbortSignal.abort(reason) })), reason);
  assert.lengthOf(server.tokenRequests, 0);
});
