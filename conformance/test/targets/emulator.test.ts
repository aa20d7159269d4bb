/** The emulator meets every requirement: the document and both readings of it agree. */
import { describe, expect, test } from "vitest";
import { describeConformance } from "../../src/adapters/vitest/index.ts";
import { startEmulator } from "../../src/targets/emulator.ts";
import { portInUse } from "../support/port.ts";

describeConformance("the emulator", startEmulator, { strict: true, requireAll: true });

describe("starting the emulator", () => {
  test("fails if the port is in use", async () => {
    const port = await portInUse();

    await expect(startEmulator({ port })).rejects.toThrow(/^Cannot listen on .*/);
  });

  test("ends with close", async () => {
    const target = await startEmulator();
    await fetch(target.baseUrl);

    await target.close();

    await expect(fetch(target.baseUrl)).rejects.toThrow("fetch failed");
  });
});
