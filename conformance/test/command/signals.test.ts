import { expect, test, vi } from "vitest";
import { closeAfter } from "../../src/command/signals.ts";

test("the resource is closed after its use, and the signals have their usual effect again", async () => {
  const close = vi.fn(async () => {});
  const before = process.listenerCount("SIGINT");

  const result = await closeAfter(close, async () => {
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    expect(close).not.toHaveBeenCalled();
    return "used";
  });

  expect(result).toBe("used");
  expect(close).toHaveBeenCalledOnce();
  expect(process.listenerCount("SIGINT")).toBe(before);
});

test("the resource is closed if its use fails", async () => {
  const close = vi.fn(async () => {});

  await expect(closeAfter(close, () => Promise.reject(new Error("a failure")))).rejects.toThrow("a failure");

  expect(close).toHaveBeenCalledOnce();
});
