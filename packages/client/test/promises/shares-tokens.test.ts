/** Where tokens are kept: a store shared by processes, and what happens when it fails. */
import { assert, test } from "@microbilt-oauth/testing";
import type { StoredToken, TokenStore } from "../../src/index.ts";
import { createClient } from "../../src/index.ts";
import { CLIENT_SECRET, scene } from "../support/client.ts";
import { settle } from "../support/owned-clock.ts";
import { fault } from "../support/scripted-server.ts";

test("a second client finds the first one's token", async () => {
  const store = createStore();
  const first = scene({ store });
  const token = await first.client.getAccessToken();
  const second = sibling(first, store);
  assert.equal(await second.getAccessToken(), token);
  assert.lengthOf(first.server.tokenRequests, 1);
});

test("what is kept lives as long as the token can be sent, under a name that tells nothing", async () => {
  const store = createStore();
  const { client, server } = scene({ store });
  await client.getAccessToken();
  const [[key, { ttl }] = ["", { ttl: 0 }]] = store.entries;
  assert.equal(ttl, 3_589_000);
  assert.match(key, /^microbilt-oauth:[0-9a-f]{64}$/);
  assert.notInclude(key, CLIENT_SECRET);
  assert.lengthOf(server.tokenRequests, 1);
});

test("another secret, another id or another server does not find it", async () => {
  const store = createStore();
  const first = scene({ store });
  await first.client.getAccessToken();
  await sibling(first, store, { clientSecret: "rotated" }).getAccessToken();
  await sibling(first, store, { clientId: "another" }).getAccessToken();
  await sibling(first, store, { baseUrl: "https://other.example" }).getAccessToken();
  assert.lengthOf(first.server.tokenRequests, 4);
  assert.equal(store.entries.size, 4);
});

test("a refused token in the store is not taken again", async () => {
  const store = createStore();
  const { client, server } = scene({ store });
  await client.getAccessToken();
  server.callAnswers.push(fault(401));
  assert.equal((await client.fetch("/a")).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
  client.invalidate();
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 3);
});

test("a client whose token was refused takes the one another client got meanwhile", async () => {
  const store = createStore();
  const first = scene({ store });
  const old = await first.client.getAccessToken();
  const second = sibling(first, store);
  await second.getAccessToken();
  first.server.revoked.add(old);
  assert.equal((await first.client.fetch("/a")).status, 200);
  assert.equal((await second.fetch("/a")).status, 200);
  assert.lengthOf(first.server.tokenRequests, 2);
});

for (const [name, kept] of [
  ["nothing", undefined],
  ["a text", "token"],
  ["another object", { token: "a" }],
  ["a token that has expired", { accessToken: "old", requestedAt: 0, lifetime: 1 }],
  ["a token from the future", { accessToken: "new", requestedAt: 9e15, lifetime: 1e9 }],
  ["a token with line breaks", { accessToken: "a\r\nb", requestedAt: 1_800_000_000_000, lifetime: 3_600_000 }],
] as const) {
  test(`${name} in the store is ignored`, async () => {
    const { client, server } = scene({ store: { ...createStore(), get: () => kept } });
    assert.equal(await client.getAccessToken(), server.issued[0]);
  });
}

test("a store that fails is as good as none", async () => {
  const broken = () => {
    throw new Error("down");
  };
  const { client, events } = scene({ store: { get: broken, set: async () => broken(), delete: broken, lock: broken } });
  assert.equal((await client.fetch("/a")).status, 200);
  assert.includeDeepMembers(events, [
    { type: "store_failed", operation: "get" },
    { type: "store_failed", operation: "lock" },
    { type: "store_failed", operation: "set" },
  ]);
});

test("a store that hangs is as good as none", async () => {
  const never = () => new Promise<never>(() => {});
  const { client, clock, server } = scene({
    timeout: 100,
    store: { get: never, set: never, delete: never, lock: never },
  });
  const token = client.getAccessToken();
  await clock.pass(1_000);
  assert.equal(await token, server.issued[0]);
});

test("under the lock one of many clients asks, and the others find its token", async () => {
  let tail: Promise<unknown> = Promise.resolve();
  const store = {
    ...createStore(),
    lock: async () => {
      const before = tail;
      let release = () => {};
      tail = new Promise<void>((resolve) => {
        release = resolve;
      });
      await before;
      return release;
    },
  };
  const first = scene({ store });
  const clients = [first.client, ...Array.from({ length: 9 }, () => sibling(first, store))];
  let open = () => {};
  first.server.gate = new Promise((resolve) => {
    open = resolve;
  });
  const tokens = Promise.all(clients.map((client) => client.getAccessToken()));
  await settle();
  open();
  assert.lengthOf(new Set(await tokens), 1);
  assert.lengthOf(first.server.tokenRequests, 1);
});

test("a token without a life is not kept", async () => {
  const store = createStore();
  const { client, server } = scene({ store });
  server.members = { expires_in: "0" };
  await client.getAccessToken();
  assert.equal(store.entries.size, 0);
});

interface MapStore extends TokenStore {
  readonly entries: Map<string, { readonly value: StoredToken; readonly ttl: number }>;
}

function createStore(): MapStore {
  const entries: MapStore["entries"] = new Map();
  return {
    entries,
    get: async (key) => entries.get(key)?.value,
    set: async (key, value, ttl) => entries.set(key, { value, ttl }),
    delete: async (key) => entries.delete(key),
  };
}

/** Another client of the same application, as in another process. */
function sibling({ server, clock }: ReturnType<typeof scene>, store: TokenStore, options: object = {}) {
  return createClient({
    baseUrl: "https://api.example",
    clientId: "an-id",
    clientSecret: CLIENT_SECRET,
    fetch: server.fetch,
    clock,
    store,
    ...options,
  });
}
