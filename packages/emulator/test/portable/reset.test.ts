import { assert, test } from "@microbilt-oauth/testing";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  callProduct,
  createTestEmulator,
  grantToken,
  requestToken,
  waitUntil,
} from "../support/requests.ts";

test("reset restores the applications of the options, with their credentials", async () => {
  const emulator = createTestEmulator();
  const { apps } = emulator;
  const before = apps.list();
  apps.register({ clientId: "another" });
  apps.rotateSecret(CLIENT_ID);
  apps.register({ clientId: CLIENT_ID, products: [] });
  apps.remove(CLIENT_ID);
  emulator.reset();

  assert.deepEqual(apps.list(), before);
  assert.equal((await requestToken(emulator)).status, 200);
});

test("reset restores a generated client ID", () => {
  const emulator = createTestEmulator({ apps: [{ products: ["/a"] }] });
  const before = emulator.apps.list();
  emulator.apps.remove(before[0]?.clientId ?? "");
  emulator.reset();

  assert.lengthOf(before, 1);
  assert.deepEqual(emulator.apps.list(), before);
});

test("reset forgets every token, also with reuseTokens", async () => {
  const emulator = createTestEmulator({ reuseTokens: true });
  const { accessToken } = await grantToken(emulator);
  emulator.reset();

  assert.equal(emulator.tokens.size, 0);
  assert.equal((await callProduct(emulator, accessToken)).status, 401);
  assert.notEqual((await grantToken(emulator)).accessToken, accessToken);
});

test("after a reset, the emulator still forgets the oldest of more than maxTokens tokens", () => {
  const { tokens, reset } = createTestEmulator({ maxTokens: 2 });
  const issue = () => Array.from({ length: 3 }, () => tokens.issue(CLIENT_ID));
  issue();
  reset();
  const [first = "", ...others] = issue();

  assert.equal(tokens.size, 2);
  assert.isUndefined(tokens.find(first));
  assert.deepEqual(
    others.map((token) => tokens.find(token)?.state),
    ["active", "active"],
  );
});

test("reset sets the clock to that of the options", () => {
  const { clock, reset } = createTestEmulator();
  clock.advance(5_000);
  reset();

  assert.equal(clock.now(), 1_800_000_000_000);
});

test("reset restores full quotas", async () => {
  const app = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, quota: { calls: 1, interval: 60 } };
  const emulator = createTestEmulator({ apps: [app] });
  const status = async () => (await callProduct(emulator, (await grantToken(emulator)).accessToken)).status;
  assert.deepEqual([await status(), await status()], [200, 429]);
  emulator.reset();

  assert.deepEqual([await status(), await status()], [200, 429]);
});

test("reset restores the products of the options", async () => {
  const emulator = createTestEmulator({ products: { "/a": { body: 1 }, "/b": () => ({ body: 2 }) } });
  emulator.products.script("/a", { body: "changed" });
  emulator.products.script("/c", { body: "added" });
  emulator.products.remove("/b");
  emulator.reset();

  assert.deepEqual(emulator.products.list(), ["/a", "/b"]);
  const { accessToken } = await grantToken(emulator);
  assert.equal(await (await callProduct(emulator, accessToken, {}, "https://emulator/a")).text(), "1");
});

test("reset restores the faults of the options, which apply as often and in the same sequence", async () => {
  const emulator = createTestEmulator({
    faults: [{ kind: "status", status: 503, probability: 0.5, seed: 7, times: 4 }],
  });
  const statuses = async () => {
    const found: number[] = [];
    for (let request = 0; request < 20; request++) {
      found.push((await requestToken(emulator)).status);
    }
    return found;
  };
  const before = await statuses();
  emulator.faults.add({ kind: "reset" });
  emulator.reset();

  assert.lengthOf(
    before.filter((status) => status === 503),
    4,
  );
  assert.deepEqual(await statuses(), before);
});

test("a handle from before a reset does not remove a fault that the reset restored", () => {
  const { faults, reset } = createTestEmulator({ faults: [{ kind: "truncated" }] });
  const handle = faults.add({ kind: "reset" });
  const { id } = faults.list()[0] ?? {};
  reset();

  assert.isFalse(handle.remove());
  assert.isFalse(faults.remove(id ?? Number.NaN));
  assert.deepEqual(
    faults.list().map(({ fault, applied }) => [fault, applied]),
    [[{ kind: "truncated" }, 0]],
  );
});

test("reset empties the log, and the log leaves out a request that is still in progress", async () => {
  const seen: string[] = [];
  const emulator = createTestEmulator({ onRequest: ({ path }) => seen.push(path) });
  await requestToken(emulator);
  emulator.faults.add({ kind: "latency", ms: 20 });
  const inProgress = callProduct(emulator, undefined, {}, "https://emulator/slow");
  await waitUntil(() => emulator.faults.list()[0]?.applied === 1);
  emulator.reset();
  await inProgress;

  assert.deepEqual(emulator.requests.list(), []);
  assert.deepEqual(seen.at(-1), "/slow");
  await requestToken(emulator);
  assert.lengthOf(emulator.requests.list(), 1);
});

test("a reset does not depend on the options that were passed once", () => {
  const apps = [{ clientId: "one", products: ["/a"] }];
  const faults = [{ kind: "slow" as const, ms: 1 }];
  const products: Record<string, { status: number }> = { "/a": { status: 201 } };
  const emulator = createTestEmulator({ apps, faults, products });
  const before = [emulator.apps.list(), emulator.faults.list().map(({ fault }) => fault), emulator.products.list()];
  apps[0]?.products.push("/b");
  apps.push({ clientId: "two", products: [] });
  faults.push({ kind: "slow", ms: 2 });
  products["/b"] = { status: 200 };
  emulator.reset();

  assert.deepEqual(
    [emulator.apps.list(), emulator.faults.list().map(({ fault }) => fault), emulator.products.list()],
    before,
  );
});
