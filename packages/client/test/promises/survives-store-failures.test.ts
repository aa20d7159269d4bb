/** A store that fails, hangs or holds something else does not matter. */
import { assert, test } from "@microbilt-oauth/testing";
import type { TokenStore } from "../../src/index.ts";
import { settle, settleUntil } from "../support/manual-clock.ts";
import { createMapStore } from "../support/map-store.ts";
import { invalidClient } from "../support/scripted-server.ts";
import { codeOf, setup } from "../support/setup.ts";

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
    const { client, server } = setup({ store: { ...createMapStore(), get: () => stored } });
    assert.equal(await client.getAccessToken(), server.issued[0]);
  });
}

test("a stored token whose members throw is a failure of the store", async () => {
  const throwing = {
    get accessToken(): string {
      throw new Error("no member");
    },
  };
  const { client, server, events } = setup({ store: { ...createMapStore(), get: () => throwing } });
  assert.equal(await client.getAccessToken(), server.issued[0]);
  client.invalidate();
  await settle();
  assert.deepInclude(events, { type: "store_failed", operation: "get" });
});

test("a stored token is used for a day at most", async () => {
  const stored = { accessToken: "stored", requestedAt: 1_800_000_000_000, lifetime: Number.POSITIVE_INFINITY };
  const { client, server, clock } = setup({ store: { ...createMapStore(), get: () => stored }, refreshAhead: 0 });
  stored.requestedAt = clock.now();
  const { accessToken, expiresAt } = await client.getToken();
  assert.equal(accessToken, "stored");
  assert.equal(Number(expiresAt), clock.now() + 24 * 3_600_000);
  await clock.advance(24 * 3_600_000);
  assert.equal(await client.getAccessToken(), server.issued[0]);
});

for (const [name, operation] of [
  ["looks tokens up", "get"],
  ["locks", "lock"],
  ["stores tokens", "set"],
] as const) {
  for (const [failure, fail] of [
    ["throws", broken],
    ["rejects", async () => broken()],
  ] as const) {
    test(`a store that ${failure} when it ${name} does not matter`, async () => {
      const store = { ...createMapStore(), lock: async () => () => {}, [operation]: fail };
      const { client, events } = setup({ store });
      assert.equal((await client.fetch("/a")).status, 200);
      await settle();
      assert.deepEqual(
        events.filter(({ type }) => type === "store_failed"),
        [{ type: "store_failed", operation }],
      );
    });
  }
}

test("a store that hangs delays a token by a second, and the next one not at all", async () => {
  const { client, clock, server } = setup({ store: createHangingStore() });
  const token = client.getAccessToken();
  await settleUntil(() => clock.timers > 1);
  await clock.advance(999);
  assert.lengthOf(server.tokenRequests, 0);
  await clock.advance(1);
  assert.equal(await token, server.issued[0]);
  client.invalidate();
  assert.equal(await client.getAccessToken(), server.issued[1]);
});

test("all operations that delay a token have storeTimeout together", async () => {
  const { client, clock, server } = setup({
    storeTimeout: 100,
    store: {
      ...createMapStore(),
      get: () => new Promise((resolve) => clock.setTimeout(() => resolve(undefined), 60, false)),
      lock: () => new Promise((resolve) => clock.setTimeout(() => resolve(() => {}), 60, false)),
    },
  });
  const start = clock.elapsed();
  const token = client.getAccessToken();
  while (server.tokenRequests.length === 0) {
    await settle();
    await clock.advance(10);
  }
  assert.equal(await token, server.issued[0]);
  assert.isAtMost(clock.elapsed() - start, 110);
});

test("a token is returned before the store has stored it", async () => {
  let isStored = false;
  const store = {
    ...createMapStore(),
    set: () => {
      isStored = true;
      return new Promise(() => {});
    },
  };
  const { client, clock, server } = setup({ store });
  assert.equal(await client.getAccessToken(), server.issued[0]);
  assert.isTrue(isStored);
  await clock.advance(1_000);
  assert.equal(clock.timers, 0);
});

test("a store that fails is left alone for a second, then for two, and so on up to a minute, and each failure is an event", async () => {
  let isDown = true;
  const store = { ...createMapStore(), lock: async () => (isDown ? broken() : () => {}) };
  const { client, clock, events } = setup({ store, refreshAhead: 0 });
  const start = clock.elapsed();
  const failedAt: number[] = [];
  for (let second = 0; second < 300; second++) {
    const before = countFailures();
    client.invalidate();
    await client.getAccessToken();
    await settle();
    if (countFailures() > before) {
      failedAt.push((clock.elapsed() - start) / 1_000);
    }
    await clock.advance(1_000);
  }
  assert.deepEqual(failedAt, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  isDown = false;
  await clock.advance(60_000);
  client.invalidate();
  await client.getAccessToken();
  await settle();
  isDown = true;
  client.invalidate();
  await client.getAccessToken();
  assert.equal(countFailures(), failedAt.length + 1);
  await clock.advance(1_000);
  client.invalidate();
  await client.getAccessToken();
  assert.equal(countFailures(), failedAt.length + 2, "after a success, the first pause is a second again");

  function countFailures(): number {
    return events.filter(({ type }) => type === "store_failed").length;
  }
});

test("a lock that comes too late is released", async () => {
  let grantLock: (() => void) | undefined;
  let releases = 0;
  const { client, clock } = setup({
    storeTimeout: 100,
    store: {
      ...createMapStore(),
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

for (const [name, set] of [
  ["has been stored", async () => undefined],
  ["could not be stored", broken],
] as const) {
  test(`a lock is released after its token ${name}`, async () => {
    const order: string[] = [];
    const store = {
      ...createMapStore(),
      set: () => {
        order.push("set");
        return set();
      },
      lock: async () => () => order.push("release"),
    };
    const { client } = setup({ store });
    await client.getAccessToken();
    await settle();
    assert.deepEqual(order, ["set", "release"]);
  });
}

test("a lock is released when the token request fails", async () => {
  let releases = 0;
  const { client, server } = setup({ store: { ...createMapStore(), lock: async () => () => releases++ } });
  server.tokenResponses.push(invalidClient());
  assert.equal(await codeOf(client.getAccessToken()), "invalid_client");
  await settle();
  assert.equal(releases, 1);
});

function broken(): never {
  throw new Error("down");
}

function createHangingStore(): TokenStore {
  const never = () => new Promise<never>(() => {});
  return { get: never, set: never, delete: never, lock: never };
}
