/** Where tokens are kept: a store that processes share, and what happens when it fails. */
import { assert, test } from "@microbilt-oauth/testing";
import type { ClientOptions, MicrobiltClient, StoredToken, TokenStore } from "../../src/index.ts";
import { createClient } from "../../src/index.ts";
import { settle, settleUntil } from "../support/manual-clock.ts";
import { closeGate, fault } from "../support/scripted-server.ts";
import { CLIENT_SECRET, type Setup, setup } from "../support/setup.ts";

test("a second client uses the token of the first one", async () => {
  const store = createStore();
  const first = setup({ store });
  const token = await first.client.getAccessToken();
  const second = createSibling(first, store);
  assert.equal(await second.getAccessToken(), token);
  assert.lengthOf(first.server.tokenRequests, 1);
});

test("a token is stored for as long as it can be sent, under a key that reveals nothing", async () => {
  const store = createStore();
  const { client, server } = setup({ store });
  await client.getAccessToken();
  const [[key, { ttl }] = ["", { ttl: 0 }]] = store.entries;
  assert.equal(ttl, 3_589_000);
  assert.match(key, /^microbilt-oauth:[0-9a-f]{64}$/);
  assert.notInclude(key, CLIENT_SECRET);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a stored token has the documented members and no others", async () => {
  const store = createStore();
  const { client, clock } = setup({ store });
  const accessToken = await client.getAccessToken();
  assert.deepEqual(
    [...store.entries.values()].map(({ value }) => value),
    [{ accessToken, requestedAt: clock.now(), lifetime: 3_599_000 }],
  );
});

test("a client with another secret, another id or another server does not use the token", async () => {
  const store = createStore();
  const first = setup({ store });
  await first.client.getAccessToken();
  await createSibling(first, store, { clientSecret: "rotated" }).getAccessToken();
  await createSibling(first, store, { clientId: "another" }).getAccessToken();
  await createSibling(first, store, { baseUrl: "https://other.example" }).getAccessToken();
  assert.lengthOf(first.server.tokenRequests, 4);
  assert.equal(store.entries.size, 4);
});

test("a client does not use a rejected or invalidated token, even if the store cannot delete it", async () => {
  const store = { ...createStore(), delete: () => Promise.reject(new Error("down")) };
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
  const store = createStore();
  const first = setup({ store });
  const old = await first.client.getAccessToken();
  const second = createSibling(first, store);
  await second.getAccessToken();
  first.server.revoked.add(old);
  assert.equal((await first.client.fetch("/a")).status, 200);
  assert.equal((await second.fetch("/a")).status, 200);
  assert.lengthOf(first.server.tokenRequests, 2);
});

test("a background refresh requests a new token although the store still holds the due one", async () => {
  const store = createStore();
  const { client, server, clock } = setup({ store });
  await client.getAccessToken();
  await clock.advance(3_550_000);
  await settleUntil(async () => (await client.getAccessToken()) === server.issued[1]);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a background refresh uses the newer token that another client has stored", async () => {
  const store = createStore();
  const first = setup({ store });
  await first.client.getAccessToken();
  const second = createSibling(first, store);
  await second.getAccessToken();
  await first.clock.advance(3_550_000);
  await settleUntil(async () => (await first.client.getAccessToken()) === first.server.issued[1]);
  await settleUntil(async () => (await second.getAccessToken()) === first.server.issued[1]);
  assert.lengthOf(first.server.tokenRequests, 2);
});

test("a rejected token is deleted from the store", async () => {
  const store = createStore();
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

test("a token that is rejected at the second attempt is deleted from the store too", async () => {
  const store = createStore();
  const { client, server } = setup({ store });
  server.callResponses.push(fault(401), fault(401));
  assert.equal((await client.fetch("/a")).status, 401);
  await settle();
  assert.deepEqual(
    store.deleted.map(({ accessToken }) => accessToken),
    server.issued,
  );
  assert.equal(store.entries.size, 0);
});

for (const [name, invalidate] of [
  ["of this token", (client: MicrobiltClient, token: string) => client.invalidate(token)],
  ["without an argument", (client: MicrobiltClient) => client.invalidate()],
] as const) {
  test(`an invalidation ${name} deletes the token from the store`, async () => {
    const store = createStore();
    const { client } = setup({ store });
    invalidate(client, await client.getAccessToken());
    await settle();
    assert.equal(store.entries.size, 0);
  });
}

test("the token of another client is not deleted from the store", async () => {
  const store = createStore();
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

test("a late rejection of an old token does not delete the new one from the store", async () => {
  const store = createStore();
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
    ...createStore(),
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
  const store = { ...createStore(), delete: () => new Promise<never>(() => {}) };
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
  assert.equal(idleTimers.filter(Boolean).length, 2, "the timers of get and delete are idle");
  await clock.advance(1_000);
  assert.deepInclude(events, { type: "store_failed", operation: "delete" });
  assert.equal(clock.timers, 0);
});

for (const [name, stored] of [
  ["nothing", undefined],
  ["a string", "token"],
  ["another object", { token: "a" }],
  ["an expired token", { accessToken: "old", requestedAt: 0, lifetime: 1 }],
  ["a token from the future", { accessToken: "new", requestedAt: 9e15, lifetime: 1e9 }],
  ["a token with line breaks", { accessToken: "a\r\nb", requestedAt: 1_800_000_000_000, lifetime: 3_600_000 }],
  ["a token without a lifetime", { accessToken: "a", requestedAt: 1_800_000_000_000 }],
  ["a token without a time", { accessToken: "a", lifetime: 3_600_000 }],
  ["a token with an invalid lifetime", { accessToken: "a", requestedAt: 1_800_000_000_000, lifetime: "long" }],
] as const) {
  test(`a client requests a token when the store holds ${name}`, async () => {
    const { client, server } = setup({ store: { ...createStore(), get: () => stored } });
    assert.equal(await client.getAccessToken(), server.issued[0]);
  });
}

test("a store that fails does not matter", async () => {
  const broken = () => {
    throw new Error("down");
  };
  const { client, events } = setup({ store: { get: broken, set: async () => broken(), delete: broken, lock: broken } });
  assert.equal((await client.fetch("/a")).status, 200);
  assert.includeDeepMembers(events, [
    { type: "store_failed", operation: "get" },
    { type: "store_failed", operation: "lock" },
    { type: "store_failed", operation: "set" },
  ]);
});

test("a store that hangs does not matter", async () => {
  const never = () => new Promise<never>(() => {});
  const { client, clock, server } = setup({
    timeout: 100,
    store: { get: never, set: never, delete: never, lock: never },
  });
  const token = client.getAccessToken();
  await settleUntil(() => clock.timers > 0);
  await clock.advance(1_000);
  assert.equal(await token, server.issued[0]);
});

test("a lock that comes too late is released", async () => {
  let grantLock: (() => void) | undefined;
  let releases = 0;
  const { client, clock } = setup({
    timeout: 100,
    store: {
      ...createStore(),
      lock: () =>
        new Promise((resolve) => {
          grantLock = () => resolve(() => releases++);
        }),
    },
  });
  const token = client.getAccessToken();
  await settleUntil(() => grantLock !== undefined);
  await clock.advance(100);
  assert.isString(await token);
  assert.equal(releases, 0);
  grantLock?.();
  await settle();
  assert.equal(releases, 1);
});

test("with a lock, one of many clients sends the token request, and the others use its token", async () => {
  let tail: Promise<unknown> = Promise.resolve();
  const store = {
    ...createStore(),
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
  const store = createStore();
  const { client, server } = setup({ store });
  server.members = { expires_in: "0" };
  await client.getAccessToken();
  assert.equal(store.entries.size, 0);
});

interface MapStore extends TokenStore {
  /** What was deleted, in order. */
  readonly deleted: { readonly key: string | undefined; readonly accessToken: string | undefined }[];
  readonly entries: Map<string, { readonly value: StoredToken; readonly ttl: number }>;
}

function createStore(): MapStore {
  const entries: MapStore["entries"] = new Map();
  const deleted: MapStore["deleted"] = [];
  return {
    entries,
    deleted,
    get: async (key) => entries.get(key)?.value,
    set: async (key, value, ttl) => entries.set(key, { value, ttl }),
    delete: async (key) => {
      deleted.push({ key, accessToken: entries.get(key)?.value.accessToken });
      return entries.delete(key);
    },
  };
}

/** Creates another client of the same application, as another process would. */
function createSibling(
  { server, clock }: Setup,
  store: TokenStore,
  options: Partial<ClientOptions> = {},
): MicrobiltClient {
  return createClient({
    baseUrl: "https://api.example",
    clientId: "an-id",
    clientSecret: CLIENT_SECRET,
    fetch: server.fetch,
    clock,
    store,
    ...options,
  } as ClientOptions);
}
