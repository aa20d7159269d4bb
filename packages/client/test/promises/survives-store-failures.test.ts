/** A store that fails, hangs or holds something else does not matter. */
import { assert, test } from "@microbilt-oauth/testing";
import { settle, settleUntil } from "../support/manual-clock.ts";
import { createMapStore } from "../support/map-store.ts";
import { setup } from "../support/setup.ts";

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
