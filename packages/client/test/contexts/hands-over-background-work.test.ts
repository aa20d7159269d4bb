/** Work that continues after a call has returned is handed to the platform, which would otherwise end it with the request. */
import { assert, test } from "@microbilt-oauth/testing";
import { onTestFinished, vi } from "vitest";
import { settle } from "../support/manual-clock.ts";
import { createMapStore } from "../support/map-store.ts";
import { closeGate } from "../support/scripted-server.ts";
import { setup } from "../support/setup.ts";

const DUE = 3_550_000;
const EXPIRED = 3_600_000;

/** Collects promises as a platform does, and shows which are pending. */
function createPlatform(): { readonly waitUntil: (promise: Promise<unknown>) => void; pending: number; total: number } {
  const platform = {
    pending: 0,
    total: 0,
    waitUntil(promise: Promise<unknown>) {
      platform.total += 1;
      platform.pending += 1;
      // A rejection would fail the test as an unhandled one.
      promise.then(() => {
        platform.pending -= 1;
      });
    },
  };
  return platform;
}

for (const [name, response] of [
  ["succeeds", undefined],
  ["fails", new Response(null, { status: 503 })],
  ["is rejected", new Response(null, { status: 401 })],
] as const) {
  test(`waitUntil receives a promise that is pending until a background refresh ${name}`, async () => {
    const platform = createPlatform();
    const { client, server, clock } = setup({ waitUntil: platform.waitUntil });
    await client.getAccessToken();
    assert.equal(platform.total, 0);
    await clock.advance(DUE);
    const openGate = closeGate(server);
    if (response) {
      server.tokenResponses.push(response);
    }
    await Promise.all([client.getAccessToken(), client.getAccessToken()]);
    await settle();
    assert.deepInclude(platform, { total: 1, pending: 1 });
    assert.lengthOf(server.tokenRequests, 2);
    openGate();
    await settle();
    assert.deepInclude(platform, { total: 1, pending: 0 });
  });
}

test("where waitUntil throws, tokens are used until they expire, and are not refreshed in the background", async () => {
  let isInRequest = false;
  const { client, server, clock } = setup({
    waitUntil: () => {
      if (!isInRequest) {
        throw new Error("outside a request");
      }
    },
  });
  const first = await client.getAccessToken();
  await clock.advance(DUE);
  assert.equal(await client.getAccessToken(), first);
  await settle();
  assert.lengthOf(server.tokenRequests, 1);
  isInRequest = true;
  assert.equal(await client.getAccessToken(), first);
  await settle();
  assert.lengthOf(server.tokenRequests, 2);
  isInRequest = false;
  await clock.advance(EXPIRED);
  assert.equal(await client.getAccessToken(), server.issued[2]);
});

for (const [name, option] of [
  ["without waitUntil, tokens are used until they expire", undefined],
  ["with waitUntil, tokens are refreshed in the background", () => {}],
] as const) {
  test(`on Cloudflare Workers ${name}`, async () => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    const { client, server, clock } = setup({ waitUntil: option });
    const first = await client.getAccessToken();
    await clock.advance(DUE);
    assert.equal(await client.getAccessToken(), first);
    await settle();
    assert.lengthOf(server.tokenRequests, option ? 2 : 1);
  });
}

test("waitUntil receives the storing and the deleting of tokens", async () => {
  const platform = createPlatform();
  let finish = () => {};
  const hang = () =>
    new Promise<void>((resolve) => {
      finish = resolve;
    });
  const { client } = setup({ store: { ...createMapStore(), set: hang, get: hang }, waitUntil: platform.waitUntil });
  const token = client.getAccessToken();
  await settle();
  assert.equal(platform.total, 0);
  finish();
  await token;
  assert.deepInclude(platform, { total: 1, pending: 1 });
  finish();
  await settle();
  assert.equal(platform.pending, 0);
  client.invalidate();
  await settle();
  assert.deepInclude(platform, { total: 2, pending: 1 });
  finish();
  await settle();
  assert.equal(platform.pending, 0);
});

test("where waitUntil throws, tokens are stored and deleted all the same", async () => {
  const store = createMapStore();
  const { client } = setup({
    store,
    waitUntil: () => {
      throw new Error("outside a request");
    },
  });
  await client.getAccessToken();
  await settle();
  assert.equal(store.entries.size, 1);
  client.invalidate();
  await settle();
  assert.equal(store.entries.size, 0);
});
