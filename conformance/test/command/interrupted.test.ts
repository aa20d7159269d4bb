/** What was found is not lost: neither if a run is interrupted, nor if the reports cannot be written. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { access, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, type TestContext, test } from "vitest";
import { schemaErrors } from "../../src/document/schema-validation.ts";
import schema from "../../src/reports/results.schema.json" with { type: "json" };
import type { RunResults } from "../../src/run/results.ts";
import { CREDENTIALS, runCommand } from "../support/command.ts";
import { temporaryFile, temporaryFolder } from "../support/folder.ts";
import { runProcess, startProcess } from "../support/process.ts";
import { serve } from "../support/server.ts";

const TIMEOUT_IN_MS = 60_000;
/** Room for a small report, but not for the page. */
const SMALL_SIZE = "16k";
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

  test("is named with its whole path if it is not in the current folder", async () => {
    const { stdout, report } = await runCommand(["--target", "client", "--only", "client-requests/json-body"]);

    expect(stdout).toContain(`  report          ${join(report, "index.html")}\n`);
  });

  test("does not exist after a run that could not start", async () => {
    const { report } = await runCommand(["--base-url", "http://127.0.0.1:9"], CREDENTIALS);

    await expect(access(report)).rejects.toThrow("ENOENT");
  });
});

describe("where one report cannot be written", () => {
  test("the others are, and the exit code is that of the verdict", async () => {
    const report = join(await temporaryFolder(), "report");
    await mkdir(join(report, "index.html"), { recursive: true });

    const { code, stdout, stderr } = await runCommand(["--target", "client", "--report", report]);

    expect(code).toBe(0);
    expect(stdout).toContain("client conforms: 8 of 8 MUST checks passed");
    expect(stdout).toMatch(/report +not written/);
    expect(stderr).toMatch(/^Could not write to .*: index\.html \(EISDIR[^)]*\)\n$/);
    await access(join(report, "junit.xml"));
  });

  test("known deviations and the summary for GitHub neither", async () => {
    const environment = { GITHUB_STEP_SUMMARY: "/nonexistent/summary.md" };

    const { code, stderr } = await runCommand(
      ["--target", "client", "--write-known", "/nonexistent/known.yaml"],
      environment,
    );

    expect(code).toBe(0);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^Could not write the known deviations: ENOENT/),
      expect.stringMatching(/^Could not write the summary to GITHUB_STEP_SUMMARY: ENOENT/),
      "",
    ]);
  });
});

describe("a disk that becomes full during the run", { timeout: TIMEOUT_IN_MS }, () => {
  test.for([
    [GRANTED, 1, "url does not conform: "],
    [undefined, 0, "client conforms: 8 of 8 MUST checks passed"],
  ] as const)("leaves the verdict and the exit code, %#", async ([body, expectedCode, verdict], context) => {
    const report = await smallFileSystem(context);
    const args =
      body === undefined
        ? ["--target", "client"]
        : ["--base-url", await serve((_, response) => void response.end(body)), "--only", "token-*"];

    const { code, stdout, stderr } = await runProcess([...args, "--report", report], CREDENTIALS);

    expect({ code, stdout }).toEqual({ code: expectedCode, stdout: expect.stringContaining(verdict) });
    expect(stdout).toMatch(/report +not written/);
    expect(stderr).toMatch(/^Could not write to .*: .*index\.html \(ENOSPC: no space left on device/);
    // No part of a file is mistaken for the whole.
    for (const name of await readdir(report)) {
      expect((await stat(join(report, name))).size).toBeGreaterThan(0);
    }
    await expect(access(join(report, "index.html"))).rejects.toThrow("ENOENT");
  });

  test.skipIf(!existsSync("/dev/full"))("may be the one that standard output goes to", async () => {
    const { child, report } = await startProcess(["--target", "client"], {}, openSync("/dev/full", "w"));
    const complaint = await text(child.stderr);
    const [code] = child.exitCode === null ? await once(child, "close") : [child.exitCode];

    expect(code).toBe(0);
    expect(complaint).toBe("Could not write to standard output: ENOSPC: no space left on device, write\n");
    await access(join(report, "index.html"));
  });
});

/** Mounts a file system of one page, or skips the test. */
async function smallFileSystem(context: TestContext): Promise<string> {
  const folder = await temporaryFolder();
  // First, so that nothing stays mounted whatever happens. It does no harm if nothing is mounted.
  onTestFinished(() => void spawnSync("umount", [folder]));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SMALL_SIZE}`, "tmpfs", folder], {
    encoding: "utf8",
  });
  if (mounted.status !== 0) {
    context.skip(`no small file system can be mounted: ${mounted.stderr ?? mounted.error?.message}`);
  }
  return folder;
}
