/** Aborting ends a product call at once, whatever it waits for, and costs no token. */
import { assert, test } from "@microbilt-oauth/testing";
import { settle } from "../support/manual-clock.ts";
import { rejection, setup } from "../support/setup.ts";

test("an aborted call ends even if fetch ignores its signal", async () => {
  const { server } = setup();
  const { client } = setup({
    fetch: (url, init) => (String(url).endsWith("/a") ? new Promise(() => {}) : server.fetch(url, init as RequestInit)),
  });
  const controller = new AbortController();
  const failure = rejection(client.fetch("/a", { signal: controller.signal }));
  await settle();
  controller.abort(new Error("enough"));
  assert.equal(((await failure) as Error).message, "enough");
});

test("a call that is aborted while its rejection arrives does not drop the token", async () => {
  const { client, server, events } = setup();
  const token = await client.getAccessToken();
  let fail = (_reason: unknown) => {};
  const body = new ReadableStream({
    start(controller) {
      fail = (reason) => controller.error(reason);
    },
  });
  server.callResponses.push(new Response(body, { status: 401, headers: { "content-type": "application/json" } }));
  const controller = new AbortController();
  const failure = rejection(client.fetch("/a", { signal: controller.signal }));
  await settle();
  controller.abort(new Error("enough"));
  fail(controller.signal.reason);
  assert.equal(((await failure) as Error).message, "enough");
  await settle();
  assert.equal(await client.getAccessToken(), token);
  assert.isFalse(events.some(({ type }) => type === "token_refused"));
});

/** A signal as in React Native and in the package abort-controller: without `reason` and `throwIfAborted`. */
class PolyfilledSignal extends EventTarget {
  aborted = false;

  abort(): void {
    this.aborted = true;
    this.dispatchEvent(new Event("abort"));
  }
}

test("signals of polyfills work", async () => {
  const { server } = setup();
  const { client } = setup({ fetch: (url, init) => server.fetch(url, { ...init, signal: null } as RequestInit) });
  const polyfilled = new PolyfilledSignal();
  const signal = polyfilled as unknown as AbortSignal;
  assert.equal((await client.fetch("/a", { signal })).status, 200);
  server.callResponses.push(() => {
    polyfilled.abort();
    throw new Error("no");
  });
  assert.equal(((await rejection(client.fetch("/a", { signal }))) as Error).name, "AbortError");
  client.invalidate();
  assert.equal(((await rejection(client.getAccessToken({ signal }))) as Error).name, "AbortError");
});

test("a client works where every signal is that of a polyfill", async () => {
  const { throwIfAborted } = AbortSignal.prototype;
  try {
    Reflect.deleteProperty(AbortSignal.prototype, "throwIfAborted");
    const { client } = setup();
    assert.equal((await client.fetch("/a")).status, 200);
  } finally {
    AbortSignal.prototype.throwIfAborted = throwIfAborted;
  }
});
