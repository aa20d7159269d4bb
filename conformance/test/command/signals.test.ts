import { expect, test, vi } from "vitest";
import { closeAfter, interruptedExitCode } from "../../src/command/signals.ts";

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

test("the first signal aborts the use, and the process does not end before it returns", async () => {
  const close = vi.fn(async () => {});

  const code = await closeAfter(close, async (interrupted) => {
    expect(interruptedExitCode(interrupted)).toBeUndefined();
    process.emit("SIGTERM", "SIGTERM");
    expect(close).not.toHaveBeenCalled();
    return interruptedExitCode(interrupted);
  });

  expect(code).toBe(143);
  expect(close).toHaveBeenCalledOnce();
});

test("the second signal ends the process", async () => {
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  const close = vi.fn(async () => {});

  await closeAfter(close, async () => {
    process.emit("SIGINT", "SIGINT");
    process.emit("SIGINT", "SIGINT");
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(130));
  });

  exit.mockRestore();
});
