/** Clients that share a store share their tokens. */
import { assert, test } from "@microbilt-oauth/testing";
import { settle, settleUntil } from "../support/manual-clock.ts";
import { createMapStore, createSibling } from "../support/map-store.ts";
import { closeGate, fault } from "../support/scripted-server.ts";
import { CLIENT_SECRET, setup } from "../support/setup.ts";

test("a second client uses the token of the first one", async () => {
  const store = createMapStore();
  const first = setup({ store });
  const token = await first.client.getAccessToken();
  const second = createSibling(first, store);
  assert.equal(await second.getAccessToken(), token);
  assert.lengthOf(first.server.tokenRequests, 1);
});

test("a token is stored for as long as it can be sent, under a key that reveals nothing", async () => {
  const store = createMapStore();
  const { client, server } = setup({ store });
  await client.getAccessToken();
  const [[key, { ttl }] = ["", { ttl: 0 }]] = store.entries;
  assert.equal(ttl, 3_589_000);
  assert.match(key, /^microbilt-oauth:[0-9a-f]{64}$/);
  assert.notInclude(key, CLIENT_SECRET);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a stored token has the documented members and no others", async () => {
  const store = createMapStore();
  const { client, clock } = setup({ store });
  const accessToken = await client.getAccessToken();
  assert.deepEqual(
    [...store.entries.values()].map(({ value }) => value),
    [{ accessToken, requestedAt: clock.now(), lifetime: 3_599_000 }],
  );
});

test("a client with another secret, another id or another server does not use the token", async () => {
  const store = createMapStore();
  const first = setup({ store });
  await first.client.getAccessToken();
  await createSibling(first, store, { clientSecret: "rotated" }).getAccessToken();
  await createSibling(first, store, { clientId: "another" }).getAccessToken();
  await createSibling(first, store, { baseUrl: "https://other.example" }).getAccessToken();
  assert.lengthOf(first.server.tokenRequests, 4);
  assert.equal(store.entries.size, 4);
});

test("a client does not use a rejected or invalidated token, even if the store cannot delete it", async () => {
  const store = { ...createMapStore(), delete: () => Promise.reject(new Error("down")) };
  const { client, server } = setup({ store });
  await client.getAccessToken();
  server.callResponses.push(fault(401));
  assert.equal((await client.fetch("/a")).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
  client.invalidate();
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 3);
});

test("a client whose token was rejected uses the one that another client has stored in the meantime", async () => {
  const store = createMapStore();
  const first = setup({ store });
  const old = await first.client.getAccessToken();
  const second = createSibling(first, store);
  await second.getAccessToken();
  first.server.revoked.add(old);
  assert.equal((await first.client.fetch("/a")).status, 200);
  assert.equal((await second.fetch("/a")).status, 200);
  assert.lengthOf(first.server.tokenRequests, 2);
});

test("after a forced invalidation a client requests a token, whatever the store holds", async () => {
  const store = createMapStore();
  const first = setup({ store });
  await first.client.getAccessToken();
  const second = createSibling(first, store);
  second.invalidate();
  assert.equal(await second.getAccessToken(), first.server.issued[1]);
});

test("a background refresh requests a new token although the store still holds the due one", async () => {
  const store = createMapStore();
  const { client, server, clock } = setup({ store });
  await client.getAccessToken();
  await clock.advance(3_550_000);
  await settleUntil(async () => (await client.getAccessToken()) === server.issued[1]);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a background refresh uses the newer token that another client has stored", async () => {
  const store = createMapStore();
  const first = setup({ store });
  await first.client.getAccessToken();
  const second = createSibling(first, store);
  await second.getAccessToken();
  await first.clock.advance(3_550_000);
  await settleUntil(async () => (await first.client.getAccessToken()) === first.server.issued[1]);
  await settleUntil(async () => (await second.getAccessToken()) === first.server.issued[1]);
  assert.lengthOf(first.server.tokenRequests, 2);
});

test("with a lock, one of many clients sends the token request, and the others use its token", async () => {
  let tail: Promise<unknown> = Promise.resolve();
  const store = {
    ...createMapStore(),
    lock: async () => {
      const previous = tail;
      let release = () => {};
      tail = new Promise<void>((resolve) => {
        release = resolve;
      });
      await previous;
      return release;
    },
  };
  const first = setup({ store });
  const clients = [first.client, ...Array.from({ length: 9 }, () => createSibling(first, store))];
  const openGate = closeGate(first.server);
  const tokens = Promise.all(clients.map((client) => client.getAccessToken()));
  await settle();
  openGate();
  assert.lengthOf(new Set(await tokens), 1);
  assert.lengthOf(first.server.tokenRequests, 1);
});

test("a token without a lifetime is not stored", async () => {
  const store = createMapStore();
  const { client, server } = setup({ store });
  server.members = { expires_in: "0" };
  await client.getAccessToken();
  assert.equal(store.entries.size, 0);
});
