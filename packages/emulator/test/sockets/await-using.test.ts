import { expect, test, vi } from "vitest";
import { closeWithAwaitUsing } from "../../src/transport/async-dispose.ts";
import { createTestEmulator } from "../support/requests.ts";

test("await using closes a listener at the end of the block, and the emulator can listen again", async () => {
  const emulator = createTestEmulator();
  let url: string;
  {
    await using listener = await emulator.listen();
    ({ url } = listener);
    expect((await fetch(url)).status).toBe(401);
  }
  await expect(fetch(url)).rejects.toThrow("fetch failed");

  await using another = await emulator.listen();
  expect((await fetch(another.url)).status).toBe(401);
});

test("await using closes an emulator, wherever it listens", async () => {
  const urls: string[] = [];
  {
    await using emulator = createTestEmulator();
    urls.push((await emulator.listen()).url, (await emulator.listenForControl()).url);
    await Promise.all(urls.map((url) => fetch(url)));
  }

  for (const url of urls) {
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  }
});

test("a listener and its emulator can both be closed at the end of a block", async () => {
  await using emulator = createTestEmulator();
  await using listener = await emulator.listen();

  expect(listener.port).toBeGreaterThan(0);
});

test("on a runtime without Symbol.asyncDispose, an object is closed by close() only", () => {
  const closable = { close: async () => {} };
  vi.stubGlobal("Symbol", {});
  try {
    closeWithAwaitUsing(closable);
  } finally {
    vi.unstubAllGlobals();
  }

  expect(Reflect.ownKeys(closable)).toEqual(["close"]);
});
