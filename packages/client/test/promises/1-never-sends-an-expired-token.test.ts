/** Promise 1: a request never leaves with a token known to be expired. */
import { assert, test } from "@microbilt-oauth/testing";
import { scene } from "../support/client.ts";
import { grantWith } from "../support/scripted-server.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

test("a token is kept for its life and replaced after it", async () => {
  const { client, server, clock } = scene({ refreshAhead: 0 });
  const first = await client.getAccessToken();
  await clock.pass(3_588 * SECOND);
  assert.equal(await client.getAccessToken(), first);
  await clock.pass(2 * SECOND);
  assert.notEqual(await client.getAccessToken(), first);
  assert.lengthOf(server.tokenRequests, 2);
});

test("its life counts from before the request was sent", async () => {
  const { client, server, clock } = scene({ refreshAhead: 0, timeout: HOUR });
  server.members = { expires_in: "100" };
  let open = () => {};
  server.gate = new Promise((resolve) => {
    open = resolve;
  });
  const asked = client.getAccessToken();
  await clock.pass(90 * SECOND);
  open();
  await asked;
  await clock.pass(6 * SECOND);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

for (const [expiresIn, requests] of [
  ["3599", 1],
  [3599, 1],
  [" 3599 ", 1],
  ["3599.5", 1],
  ["0", 2],
  [0, 2],
  ["-1", 2],
  [-1, 2],
  ["", 2],
  ["n/a", 2],
  ["0x10", 2],
  ["1e9", 2],
  [null, 2],
  [undefined, 2],
  [true, 2],
  [{}, 2],
] as const) {
  test(`expires_in ${JSON.stringify(expiresIn)} takes ${requests} token requests for two calls a second apart`, async () => {
    const { client, server, clock } = scene();
    server.members = { expires_in: expiresIn };
    assert.equal((await client.fetch("/a")).status, 200);
    await clock.pass(SECOND);
    assert.equal((await client.fetch("/a")).status, 200);
    assert.lengthOf(server.tokenRequests, requests);
  });
}

test("an absurdly long life is taken as a day", async () => {
  const { client, server, clock } = scene({ refreshAhead: 0 });
  server.members = { expires_in: "99999999999999999999" };
  await client.getAccessToken();
  await clock.pass(23 * HOUR);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 1);
  await clock.pass(HOUR);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

test("a token of ten seconds is still usable", async () => {
  const { client, server, clock } = scene();
  server.members = { expires_in: "10" };
  await client.getAccessToken();
  await clock.pass(8 * SECOND);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 1);
});

test("issued_at is never trusted", async () => {
  const { client, server } = scene();
  server.members = { issued_at: "0" };
  await client.getAccessToken();
  await client.getAccessToken();
  server.tokenAnswers.push(grantWith({ issued_at: "99999999999999" }));
  assert.lengthOf(server.tokenRequests, 1);
});

for (const jump of [-HOUR, HOUR]) {
  test(`a clock that jumps by ${jump / HOUR} h does not keep an expired token alive`, async () => {
    const { client, server, clock } = scene({ refreshAhead: 0 });
    await client.getAccessToken();
    clock.jump(jump);
    await clock.pass(3_590 * SECOND);
    await client.getAccessToken();
    assert.lengthOf(server.tokenRequests, 2);
  });
}

test("a clock set back by less than the token's age is noticed by the other clock", async () => {
  const { client, server, clock } = scene({ refreshAhead: 0 });
  await client.getAccessToken();
  await clock.pass(3_000 * SECOND);
  clock.jump(-1_800 * SECOND);
  await clock.pass(600 * SECOND);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

test("time that passed in sleep counts, though only the time of day noticed", async () => {
  const { client, server, clock } = scene({ refreshAhead: 0 });
  await client.getAccessToken();
  clock.jump(3_600 * SECOND);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});
