/** What was found is not lost: neither if a run is interrupted, nor if the reports cannot be written. */
import { once } from "node:events";
import { access, chmod, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { schemaErrors } from "../../src/document/schema-validation.ts";
import schema from "../../src/reports/results.schema.json" with { type: "json" };
import type { RunResults } from "../../src/run/results.ts";
import { CREDENTIALS, runCommand } from "../support/command.ts";
import { temporaryFile, temporaryFolder } from "../support/folder.ts";
import { startProcess } from "../support/process.ts";
import { serve } from "../support/server.ts";

const TIMEOUT_IN_MS = 60_000;
const GRANTED = JSON.stringify({ access_token: "a-token-that-nobody-may-see", expires_in: "3600" });

test("after Ctrl-C, the reports have the results so far and say that the run is incomplete", {
  timeout: TIMEOUT_IN_MS,
}, async () => {
  let requests = 0;
  const { promise: hanging, resolve: hang } = Promise.withResolvers<void>();
  const baseUrl = await serve((_, response) => {
    requests += 1;
    // Then the server no longer responds.
    if (requests > 10) {
      hang();
      return;
    }
    response.writeHead(200, { "content-type": "application/json" }).end(GRANTED);
  });
  const { child, report } = await startProcess(["--base-url", baseUrl], CREDENTIALS);
  const output = text(child.stdout);
  await hanging;

  child.kill("SIGINT");
  const [code] = await once(child, "close");

  expect(code).toBe(130);
  const results = JSON.parse(await readFile(join(report, "results.json"), "utf8")) as RunResults;
  expect(schemaErrors(schema, results)).toBeUndefined();
  expect(results.incomplete).toMatch(/^SIGINT after \d+ of \d+ checks$/);
  expect(results.verdict.conforms).toBe(false);
  expect(results.checks.length).toBeGreaterThan(0);
  await access(join(report, "junit.xml"));
  expect(await output).toContain("the run ended early (SIGINT after");
});

describe("the folder for the reports", () => {
  test("is tried before the run", async () => {
    const file = await temporaryFile("file", "");

    const { code, stdout, stderr } = await runCommand(["--target", "client", "--report", `${file}/report`]);

    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^Could not write the reports to .*\n$/);
  });

  test("does not exist after a run that could not start", async () => {
    const { report } = await runCommand(["--base-url", "http://127.0.0.1:9"], CREDENTIALS);

    await expect(access(report)).rejects.toThrow("ENOENT");
  });

  test("can become full during the run: the terminal still has the results", async () => {
    const report = join(await temporaryFolder(), "report");
    await mkdir(join(report, "results.json"), { recursive: true });
    await chmod(report, 0o755);

    const { code, stdout, stderr } = await runCommand(["--target", "client", "--report", report]);

    expect(code).toBe(2);
    expect(stdout).toContain("client conforms: 8 of 8 MUST checks passed");
    expect(stdout).toMatch(/report +not written/);
    expect(stderr).toContain(`Could not write the reports to ${report}`);
  });
});
