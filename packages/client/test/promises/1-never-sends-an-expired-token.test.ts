/** Promise 1: a request never leaves with a token that is known to have expired. */
import { assert, test } from "@microbilt-oauth/testing";
import { createMapStore, createSibling } from "../support/map-store.ts";
import { closeGate, tokenResponse } from "../support/scripted-server.ts";
import { setup } from "../support/setup.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

test("a token is cached for its lifetime and replaced afterwards", async () => {
  const { client, server, clock } = setup({ refreshAhead: 0 });
  const first = await client.getAccessToken();
  await clock.advance(3_588 * SECOND);
  assert.equal(await client.getAccessToken(), first);
  await clock.advance(2 * SECOND);
  assert.notEqual(await client.getAccessToken(), first);
  assert.lengthOf(server.tokenRequests, 2);
});

test("the lifetime counts from before the token request was sent", async () => {
  const { client, server, clock } = setup({ refreshAhead: 0, timeout: HOUR });
  server.members = { expires_in: "100" };
  const openGate = closeGate(server);
  const token = client.getAccessToken();
  await clock.advance(90 * SECOND);
  openGate();
  await token;
  await clock.advance(6 * SECOND);
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
  test(`with expires_in ${JSON.stringify(expiresIn)}, two calls a second apart need ${requests} token requests`, async () => {
    const { client, server, clock } = setup();
    server.members = { expires_in: expiresIn };
    assert.equal((await client.fetch("/a")).status, 200);
    await clock.advance(SECOND);
    assert.equal((await client.fetch("/a")).status, 200);
    assert.lengthOf(server.tokenRequests, requests);
  });
}

test("a lifetime is limited to a day", async () => {
  const { client, server, clock } = setup({ refreshAhead: 0 });
  server.members = { expires_in: "99999999999999999999" };
  await client.getAccessToken();
  await clock.advance(23 * HOUR);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 1);
  await clock.advance(HOUR);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

test("a token with a lifetime of ten seconds is cached", async () => {
  const { client, server, clock } = setup();
  server.members = { expires_in: "10" };
  await client.getAccessToken();
  await clock.advance(8 * SECOND);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 1);
});

for (const [name, issuedAt] of [
  ["in 1970", "0"],
  ["in the far future", "99999999999999"],
]) {
  test(`an issued_at ${name} neither shortens nor extends the lifetime`, async () => {
    const { client, server, clock } = setup({ refreshAhead: 0 });
    server.members = { issued_at: issuedAt };
    await client.getAccessToken();
    await clock.advance(3_588 * SECOND);
    await client.getAccessToken();
    assert.lengthOf(server.tokenRequests, 1);
    await clock.advance(2 * SECOND);
    await client.getAccessToken();
    assert.lengthOf(server.tokenRequests, 2);
  });
}

for (const [name, jump] of [
  ["back", -HOUR],
  ["forward", HOUR],
] as const) {
  test(`a token expires in time when the time of day is set ${name} by an hour`, async () => {
    const { client, server, clock } = setup({ refreshAhead: 0 });
    await client.getAccessToken();
    clock.shiftTimeOfDay(jump);
    await clock.advance(3_590 * SECOND);
    await client.getAccessToken();
    assert.lengthOf(server.tokenRequests, 2);
  });
}

test("a token expires in time when the time of day is set back by less than the token's age", async () => {
  const { client, server, clock } = setup({ refreshAhead: 0 });
  await client.getAccessToken();
  await clock.advance(3_000 * SECOND);
  clock.shiftTimeOfDay(-1_800 * SECOND);
  await clock.advance(600 * SECOND);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

test("a token expires while the machine sleeps, which only the time of day shows", async () => {
  const { client, server, clock } = setup({ refreshAhead: 0 });
  await client.getAccessToken();
  clock.shiftTimeOfDay(3_600 * SECOND);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

test("a token that the store holds is not sent when it expires while the store locks", async () => {
  let isLocking = false;
  const store = createMapStore();
  const sibling = setup({ store });
  sibling.server.members = { expires_in: "5" };
  const old = await sibling.client.getAccessToken();
  const { clock, server } = sibling;
  const get = store.get;
  const slow = {
    ...store,
    get: (key: string) => (isLocking ? get(key) : undefined),
    lock: async () => {
      isLocking = true;
      await clock.advance(10 * SECOND);
      return () => {};
    },
  };
  const token = await createSibling(sibling, slow, { storeTimeout: HOUR }).getAccessToken();
  assert.isTrue(isLocking);
  assert.notEqual(token, old);
  assert.equal(token, server.issued[1]);
});

test("a token that expires before its response arrives is not sent", async () => {
  const { client, server, clock } = setup({ timeout: HOUR, retry: { attempts: 2, budget: HOUR } });
  server.tokenResponses.push(tokenResponse({ access_token: "late", expires_in: "60" }));
  const openGate = closeGate(server);
  const call = client.fetch("/a");
  await clock.advance(61 * SECOND);
  openGate();
  await clock.advance(10 * SECOND);
  assert.equal((await call).status, 200);
  assert.deepEqual(
    server.calls.map(({ headers }) => headers.get("authorization")),
    [`Bearer ${server.issued[0]}`],
  );
});
