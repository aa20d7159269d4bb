/** A rejected token is deleted from the store, if the store still holds it. */
import { assert, test } from "@microbilt-oauth/testing";
import type { MicrobiltClient } from "../../src/index.ts";
import { settle, settleUntil } from "../support/manual-clock.ts";
import { createMapStore, createSibling } from "../support/map-store.ts";
import { closeGate, fault } from "../support/scripted-server.ts";
import { setup } from "../support/setup.ts";

test("a rejected token is deleted from the store", async () => {
  const store = createMapStore();
  const { client, server } = setup({ store });
  const old = await client.getAccessToken();
  const [key] = store.entries.keys();
  server.callResponses.push(fault(401));
  const body = new Blob(["a"]).stream();
  assert.equal((await client.fetch("/a", { method: "POST", body, duplex: "half" } as RequestInit)).status, 401);
  await settle();
  assert.deepEqual(store.deleted, [{ key, accessToken: old }]);
  assert.equal(store.entries.size, 0);
});

test("a new token that is rejected at the second attempt is kept", async () => {
  const store = createMapStore();
  const { client, server } = setup({ store });
  server.callResponses.push(fault(401), fault(401));
  assert.equal((await client.fetch("/a")).status, 401);
  await settle();
  assert.deepEqual(
    store.deleted.map(({ accessToken }) => accessToken),
    server.issued.slice(0, 1),
  );
  assert.deepEqual(
    [...store.entries.values()].map(({ value }) => value.accessToken),
    server.issued.slice(1),
  );
});

for (const [name, invalidate] of [
  ["of this token", (client: MicrobiltClient, token: string) => client.invalidate(token)],
  ["without an argument", (client: MicrobiltClient) => client.invalidate()],
] as const) {
  test(`an invalidation ${name} deletes the token from the store`, async () => {
    const store = createMapStore();
    const { client } = setup({ store });
    invalidate(client, await client.getAccessToken());
    await settle();
    assert.equal(store.entries.size, 0);
  });
}

test("the token of another client is not deleted from the store", async () => {
  const store = createMapStore();
  const first = setup({ store });
  const old = await first.client.getAccessToken();
  const second = createSibling(first, store);
  await second.getAccessToken();
  first.server.revoked.add(old);
  assert.equal((await first.client.fetch("/a")).status, 200);
  const [{ value: current } = { value: undefined }] = store.entries.values();
  // The second client still has the old token. The store has the new one.
  assert.equal((await second.fetch("/a")).status, 200);
  await settle();
  assert.deepEqual(
    [...store.entries.values()].map(({ value }) => value),
    [current],
  );
  assert.deepEqual(
    store.deleted.map(({ accessToken }) => accessToken),
    [old],
  );
});

test("a rejected token that the client has not cached is deleted from the store, and not used", async () => {
  const store = createMapStore();
  const first = setup({ store, refreshAhead: 0 });
  first.server.members = { access_token: "the-same", expires_in: "0" };
  const openGate = closeGate(first.server);
  const response = first.client.fetch("/a");
  await settleUntil(() => first.server.tokenRequests.length === 1);
  // Another process has stored the same token, with a lifetime.
  const [key] = store.requested;
  await store.set(key ?? "", { accessToken: "the-same", requestedAt: first.clock.now(), lifetime: 60_000 }, 60_000);
  openGate();
  assert.equal((await response).status, 401);
  await settleUntil(() => store.entries.size === 0);
});

test("a hundred rejections of one token look it up in the store once", async () => {
  const store = createMapStore();
  const { client, server } = setup({ store });
  server.revoked.add(await client.getAccessToken());
  const openGate = closeGate(server);
  const before = store.requested.length;
  const calls = Array.from({ length: 100 }, () => client.fetch("/a"));
  await settleUntil(() => server.tokenRequests.length === 2);
  // Once to delete the token, and once to find another one.
  assert.lengthOf(store.requested, before + 2);
  openGate();
  await Promise.all(calls);
});

test("an invalidation before the first token does not use the store", async () => {
  const store = createMapStore();
  const { client } = setup({ store });
  client.invalidate("another-token");
  client.invalidate();
  await settle();
  assert.isEmpty(store.requested);
});

test("a late rejection of an old token does not delete the new one from the store", async () => {
  const store = createMapStore();
  const { client, server } = setup({ store });
  const old = await client.getAccessToken();
  client.invalidate(old);
  await client.getAccessToken();
  client.invalidate(old);
  await settle();
  assert.equal(store.entries.size, 1);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a store whose delete fails does not matter", async () => {
  const store = {
    ...createMapStore(),
    delete: () => {
      throw new Error("down");
    },
  };
  const { client, server, events } = setup({ store });
  server.callResponses.push(fault(401));
  assert.equal((await client.fetch("/a")).status, 200);
  await settle();
  assert.deepInclude(events, { type: "store_failed", operation: "delete" });
});

test("a store whose delete hangs does not delay the replay, and keeps no process alive", async () => {
  const store = { ...createMapStore(), delete: () => new Promise<never>(() => {}) };
  const idleTimers: boolean[] = [];
  const { client, server, clock, events } = setup({ store, timeout: 1_000 });
  const { setTimeout } = clock;
  clock.setTimeout = (callback, delay, idle) => {
    idleTimers.push(idle);
    return setTimeout(callback, delay, idle);
  };
  await client.getAccessToken();
  server.callResponses.push(fault(401));
  assert.equal((await client.fetch("/a")).status, 200);
  assert.lengthOf(server.calls, 2);
  assert.equal(clock.timers, 1);
  assert.equal(idleTimers.filter(Boolean).length, 4, "the timers of two sets, a get and a delete are idle");
  await clock.advance(1_000);
  assert.deepInclude(events, { type: "store_failed", operation: "delete" });
  assert.equal(clock.timers, 0);
});
