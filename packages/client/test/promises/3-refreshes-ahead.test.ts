/** Promise 3: a token that is due is refreshed in the background while callers still get it. */
import { assert, test } from "@microbilt-oauth/testing";
import { settle } from "../support/manual-clock.ts";
import { tokenResponse } from "../support/scripted-server.ts";
import { setup } from "../support/setup.ts";

const DUE = 3_550_000;
const SECOND = 1_000;

test("a caller gets the due token at once, and the next caller gets the new one", async () => {
  const { client, server, clock } = setup();
  const first = await client.getAccessToken();
  await clock.advance(DUE);
  assert.equal(await client.getAccessToken(), first);
  await settle();
  assert.equal(await client.getAccessToken(), server.issued[1]);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a hundred calls start one refresh", async () => {
  const { client, server, clock } = setup();
  await client.getAccessToken();
  await clock.advance(DUE);
  await Promise.all(Array.from({ length: 100 }, () => client.fetch("/a")));
  await settle();
  assert.lengthOf(server.tokenRequests, 2);
});

test("no refresh starts without a caller", async () => {
  const { client, server, clock } = setup();
  await client.getAccessToken();
  await clock.advance(3_600_000);
  assert.lengthOf(server.tokenRequests, 1);
  assert.equal(clock.timers, 0);
});

test("a failed refresh is not an error while the token is valid, and the next one waits for a while", async () => {
  const { client, server, clock } = setup();
  const first = await client.getAccessToken();
  await clock.advance(DUE);
  server.tokenResponses.push(new Error("down"), new Error("down"), new Error("down"));
  for (let call = 0; call < 10; call++) {
    assert.equal(await client.getAccessToken(), first);
    await settle();
  }
  assert.lengthOf(server.tokenRequests, 2);
  await clock.advance(1_999);
  await client.getAccessToken();
  await settle();
  assert.lengthOf(server.tokenRequests, 2);
  await clock.advance(1);
  assert.equal(await client.getAccessToken(), first);
  await settle();
  assert.lengthOf(server.tokenRequests, 3);
});

test("rejected credentials in the background do not drop the token", async () => {
  const { client, server, clock, events } = setup();
  const first = await client.getAccessToken();
  await clock.advance(DUE);
  server.tokenResponses.push(new Response(null, { status: 401 }));
  await client.getAccessToken();
  await settle();
  assert.equal(await client.getAccessToken(), first);
  assert.isTrue(events.some((event) => event.type === "token_request_failed" && event.background));
});

test("a server that returns the same token again receives no further request at once", async () => {
  const { client, server, clock } = setup();
  server.members = { access_token: "the-same" };
  await client.getAccessToken();
  await clock.advance(DUE);
  server.tokenResponses.push(tokenResponse({ access_token: "the-same", expires_in: "49" }));
  for (let call = 0; call < 50; call++) {
    await client.getAccessToken();
    await clock.advance(SECOND / 2);
  }
  assert.lengthOf(server.tokenRequests, 2);
});

test("a server that returns the same token until it expires receives few requests", async () => {
  const { client, server, clock } = setup();
  const end = clock.now() + 100 * SECOND;
  const left = () => Math.floor((end - clock.now()) / SECOND);
  for (let time = 0; time < 30; time++) {
    server.tokenResponses.push(() => tokenResponse({ access_token: "the-same", expires_in: String(left()) }));
  }
  while (left() > 1) {
    await client.getAccessToken();
    await clock.advance(SECOND / 2);
  }
  assert.isAtLeast(server.tokenRequests.length, 2);
  assert.isAtMost(server.tokenRequests.length, 8);
});

test("a refresh that returns a token without a lifetime does not replace the cached token", async () => {
  const { client, server, clock } = setup();
  const first = await client.getAccessToken();
  await clock.advance(DUE);
  server.members = { expires_in: "0" };
  await client.getAccessToken();
  await settle();
  assert.equal(await client.getAccessToken(), first);
});

test("refreshAhead: 0 turns background refreshes off", async () => {
  const { client, server, clock } = setup({ refreshAhead: 0 });
  await client.getAccessToken();
  await clock.advance(DUE);
  await client.getAccessToken();
  await settle();
  assert.lengthOf(server.tokenRequests, 1);
});

test("a token with a short lifetime is due after nine tenths of it", async () => {
  const { client, server, clock } = setup();
  server.members = { expires_in: "10" };
  await client.getAccessToken();
  await clock.advance(8 * SECOND);
  await client.getAccessToken();
  await settle();
  assert.lengthOf(server.tokenRequests, 1);
  await clock.advance(SECOND);
  await client.getAccessToken();
  await settle();
  assert.lengthOf(server.tokenRequests, 2);
});
