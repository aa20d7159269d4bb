/** Prism, which shares no code with the emulator, conforms to the document as far as it can. */
import { describe, expect, test } from "vitest";
import { describeConformance } from "../../src/adapters/vitest/index.ts";
import type { CheckResult } from "../../src/run/results.ts";
import { startPrism } from "../../src/targets/prism.ts";
import { temporaryFile } from "../support/folder.ts";
import { portInUse } from "../support/port.ts";

const TIMEOUT_IN_MS = 60_000;
const results: CheckResult[] = [];

describeConformance("Prism", startPrism, { strict: true, onResult: (result) => results.push(result) });

describe("the results", () => {
  test("say what Prism lacks, or what is known not to work", () => {
    const skipped = results.filter(({ outcome }) => outcome === "skipped");

    expect(skipped.length).toBeGreaterThan(0);
    for (const { reason } of skipped) {
      expect(reason).toMatch(/^(?:known limitation: )?Prism 5\.\d+\.\d+ /);
    }
  });

  test("have the evidence for a known limitation", () => {
    expect(results.find(({ id }) => id === "robustness/malformed-json")).toMatchObject({
      reason: expect.stringMatching(/^known limitation: Prism .* never responds to a request with malformed JSON$/),
      findings: [{ seen: "no complete response within 0.5 s" }],
    });
  });
});

describe("starting Prism", { timeout: TIMEOUT_IN_MS }, () => {
  test("fails with Prism's own message", async () => {
    const document = await temporaryFile(
      "openapi.yaml",
      "openapi: 3.1.1\ninfo: { title: none, version: 1.0.0 }\npaths: {}\n",
    );

    await expect(startPrism({ document })).rejects.toThrow("No operations found in the current file.");
  });

  test("fails without a stack trace if the port is in use", async () => {
    const port = await portInUse();

    const error = await startPrism({ port }).catch((thrown: Error) => thrown);

    expect(error).toMatchObject({
      name: "CannotRun",
      message: expect.stringContaining(`EADDRINUSE: address already in use 127.0.0.1:${port}`),
    });
    expect((error as Error).message).toMatch(/^Prism did not start/);
    expect((error as Error).message).not.toContain("    at ");
  });
});
