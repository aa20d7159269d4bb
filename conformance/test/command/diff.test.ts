import { beforeAll, describe, expect, test } from "vitest";
import type { RunResults } from "../../src/run/results.ts";
import { run } from "../../src/run/run.ts";
import { clientTarget } from "../../src/targets/client.ts";
import { runCommand } from "../support/command.ts";
import { temporaryFile } from "../support/folder.ts";

let before: RunResults;

beforeAll(async () => {
  before = await run(clientTarget, { only: ["client-requests/json-body"] });
});

describe("a comparison", () => {
  test("of a run with itself finds no difference", async () => {
    const file = await fileWith(before);

    expect(await runCommand(["diff", file, file])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("0 worse, 0 better, 0 changed"),
    });
  });

  test("shows what got worse, and fails", async () => {
    const { code, stdout } = await runCommand(["diff", await fileWith(before), await fileWith(failing(before))]);

    expect(code).toBe(1);
    expect(stdout).toMatch(/worse\n +MUST +client-requests\/json-body\n +before +passed\n +after +failed: that/);
    expect(stdout).toContain("1 worse, 0 better, 0 changed");
  });

  test("shows what got better", async () => {
    const { code, stdout } = await runCommand(["diff", await fileWith(failing(before)), await fileWith(before)]);

    expect(code).toBe(0);
    expect(stdout).toContain("0 worse, 1 better, 0 changed");
  });

  test("accepts the folder of a report", async () => {
    const { report } = await runCommand(["--target", "client", "--only", "client-requests/json-body"]);

    expect(await runCommand(["diff", report, await fileWith(before)])).toMatchObject({ code: 0 });
  });

  test.each([
    ["{}", "does not contain the results of a run"],
    ["null", "does not contain the results of a run"],
    ["not JSON", "Could not read"],
    ['{"schemaVersion":1}', "has schema version 1; this version of the suite reads 2"],
  ])("rejects %s", async (text, message) => {
    const { code, stderr } = await runCommand([
      "diff",
      await temporaryFile("results.json", text),
      await fileWith(before),
    ]);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

function failing(results: RunResults): RunResults {
  const findings = [{ expected: "this", seen: "that" }];
  return {
    ...results,
    checks: results.checks.map((check) => ({ ...check, outcome: "failed", isMet: false, findings })),
  };
}

function fileWith(results: RunResults): Promise<string> {
  return temporaryFile("results.json", JSON.stringify(results));
}
