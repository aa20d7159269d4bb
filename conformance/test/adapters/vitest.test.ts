/** What a user of the adapter sees. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { describeConformance } from "../../src/adapters/vitest/index.ts";
import { findCheck } from "../../src/run/catalogue.ts";
import { clientTarget } from "../../src/targets/client.ts";

const TIMEOUT_IN_MS = 60_000;
const PROJECT = fileURLToPath(new URL("project", import.meta.url));
const VITEST = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

describeConformance("the published client", clientTarget);

describe("a run with a result of each outcome", () => {
  let output: string;
  let code: number;

  beforeAll(async () => {
    ({ code, output } = await runVitest());
  }, TIMEOUT_IN_MS);

  test("fails, and has one test for each check", () => {
    expect(code).toBe(1);
    expect(output).toMatch(/Tests +1 failed \| 3 passed \| 1 skipped \(5\)/);
  });

  test.each([
    ["token-request/json", "✓", "Token request"],
    ["token-response/token_type", "×", "Token response"],
    ["token-response/status", "✓", "Token response"],
    ["token-response/pragma", "✓", "Token response"],
    ["transport/certificate", "↓", "Transport"],
  ])("shows the check %s as %s", (id, symbol, group) => {
    expect(output).toContain(
      `${symbol} defective-server.suite.ts > a defective server > ${group} > ${findCheck(id).title}`,
    );
  });

  test("runs the checks in their order, whatever the project's", () => {
    const ids = ["token-request/json", "token-response/token_type", "token-response/pragma", "transport/certificate"];
    const places = ids.map((id) => output.indexOf(findCheck(id).title));

    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("says what was expected and seen, and how to send the request again", () => {
    expect(output).toContain("token-response/token_type: MUST, MicroBilt's documentation");
    expect(output).toContain('seen      token_type: "Bearer"');
    expect(output).toContain("curl -i -X POST");
    expect(output).toContain("$MICROBILT_CLIENT_SECRET");
  });

  test("says why a check was skipped", () => {
    expect(output).toContain("[no https address is known]");
  });

  test("annotates the failures that do not fail the run", () => {
    expect(output).toContain("token-response/pragma: SHOULD, RFC 6749, section 5.1");
    expect(output).toContain("known deviation, accepted until 2999-12-31: fixed in March");
  });

  test("fails a suite whose selection matches no check", () => {
    expect(output).toContain('No check matches "nonsense". --list shows all checks');
  });

  test("closes the server that it opened", () => {
    expect(output).toContain("The server is closed.");
  });
});

function runVitest(): Promise<{ code: number; output: string }> {
  const args = [VITEST, "run", "--reporter=verbose", "--no-color"];
  const { VITEST: _vitest, VITEST_WORKER_ID: _worker, VITEST_POOL_ID: _pool, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: PROJECT, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stripVTControlCharacters(stdout + stderr) });
    });
  });
}
