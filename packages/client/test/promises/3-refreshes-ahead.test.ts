/** Promise 3: a due token is refreshed in the background while the old one serves. */
import { assert, test } from "@microbilt-oauth/testing";
import { scene } from "../support/client.ts";
import { settle } from "../support/owned-clock.ts";
import { grantWith } from "../support/scripted-server.ts";

const DUE = 3_550_000;
const SECOND = 1_000;

test("a due token is handed out at once, and the next caller gets the new one", async () => {
  const { client, server, clock } = scene();
  const first = await client.getAccessToken();
  await clock.pass(DUE);
  assert.equal(await client.getAccessToken(), first);
  await settle();
  assert.equal(await client.getAccessToken(), server.issued[1]);
  assert.lengthOf(server.tokenRequests, 2);
});

test("however many ask, one refresh runs", async () => {
  const { client, server, clock } = scene();
  await client.getAccessToken();
  await clock.pass(DUE);
  await Promise.all(Array.from({ length: 100 }, () => client.fetch("/a")));
  await settle();
  assert.lengthOf(server.tokenRequests, 2);
});

test("nothing happens by itself: without a caller no refresh begins", async () => {
  const { client, server, clock } = scene();
  await client.getAccessToken();
  await clock.pass(3_600_000);
  assert.lengthOf(server.tokenRequests, 1);
  assert.equal(clock.timers, 0);
});

test("a failed refresh is no error while the token lives, and is not tried again at once", async () => {
  const { client, server, clock } = scene();
  const first = await client.getAccessToken();
  await clock.pass(DUE);
  server.tokenAnswers.push(new Error("down"), new Error("down"), new Error("down"));
  for (let call = 0; call < 10; call++) {
    assert.equal(await client.getAccessToken(), first);
    await settle();
  }
  assert.lengthOf(server.tokenRequests, 2);
  await clock.pass(3 * SECOND);
  assert.equal(await client.getAccessToken(), first);
  await settle();
  assert.lengthOf(server.tokenRequests, 3);
});

test("a refresh that is refused keeps the token too", async () => {
  const { client, server, clock, events } = scene();
  const first = await client.getAccessToken();
  await clock.pass(DUE);
  server.tokenAnswers.push(new Response(null, { status: 401 }));
  await client.getAccessToken();
  await settle();
  assert.equal(await client.getAccessToken(), first);
  assert.isTrue(events.some((event) => event.type === "token_request_failed" && event.background));
});

test("a server that gives the same token back is not asked again at once", async () => {
  const { client, server, clock } = scene();
  server.members = { access_token: "the-same" };
  await client.getAccessToken();
  await clock.pass(DUE);
  server.tokenAnswers.push(grantWith({ access_token: "the-same", expires_in: "49" }));
  for (let call = 0; call < 50; call++) {
    await client.getAccessToken();
    await clock.pass(SECOND / 2);
  }
  assert.lengthOf(server.tokenRequests, 2);
});

test("a server that gives the same token back until its last second is asked few times", async () => {
  const { client, server, clock } = scene();
  const end = clock.now() + 100 * SECOND;
  const left = () => Math.floor((end - clock.now()) / SECOND);
  for (let time = 0; time < 30; time++) {
    server.tokenAnswers.push(() => grantWith({ access_token: "the-same", expires_in: String(left()) }));
  }
  while (left() > 1) {
    await client.getAccessToken();
    await clock.pass(SECOND / 2);
  }
  assert.isAtMost(server.tokenRequests.length, 8);
});

test("a refresh that brings a token without a life leaves the one at hand", async () => {
  const { client, server, clock } = scene();
  const first = await client.getAccessToken();
  await clock.pass(DUE);
  server.members = { expires_in: "0" };
  await client.getAccessToken();
  await settle();
  assert.equal(await client.getAccessToken(), first);
});

test("refreshAhead: 0 turns it off", async () => {
  const { client, server, clock } = scene({ refreshAhead: 0 });
  await client.getAccessToken();
  await clock.pass(DUE);
  await client.getAccessToken();
  await settle();
  assert.lengthOf(server.tokenRequests, 1);
});

test("a short-lived token serves nine tenths of its life before it is due", async () => {
  const { client, server, clock } = scene();
  server.members = { expires_in: "10" };
  await client.getAccessToken();
  await clock.pass(8 * SECOND);
  await client.getAccessToken();
  await settle();
  assert.lengthOf(server.tokenRequests, 1);
  await clock.pass(SECOND);
  await client.getAccessToken();
  await settle();
  assert.lengthOf(server.tokenRequests, 2);
});
