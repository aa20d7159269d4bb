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
    expect(stdout).toMatch(/worse\n +MUST +client-requests\/json-body\n +before +passed\n +after +not met: that/);
    expect(stdout).toContain("1 worse, 0 better, 0 changed");
  });

  test("shows what got better", async () => {
    const { code, stdout } = await runCommand(["diff", await fileWith(failing(before)), await fileWith(before)]);

    expect(code).toBe(0);
    expect(stdout).toContain("0 worse, 1 better, 0 changed");
  });

  test("is JSON for programs", async () => {
    const files = [await fileWith(before), await fileWith(failing(before))];
    const { code, stdout } = await runCommand(["diff", ...files, "--json"]);

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      before: { target: { name: "client" } },
      worse: [{ id: "client-requests/json-body", level: "MUST", before: "passed", after: "not met: that" }],
      better: [],
      changed: [],
      levels: [],
    });
  });

  test("is Markdown for pull requests", async () => {
    const files = [await fileWith(before), await fileWith(failing(before))];
    const { code, stdout } = await runCommand(["diff", "--markdown", ...files]);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^## ❌ MicroBilt OAuth conformance: 1 worse, 0 better, 0 changed\n/);
    expect(stdout).toContain("### Worse\n\n| level | check | before | after |\n| --- | --- | --- | --- |\n");
    expect(stdout).toContain("| MUST | `client-requests/json-body` | `passed` | `not met: that` |");
  });

  test("is not both JSON and Markdown", async () => {
    expect(await runCommand(["diff", "a", "b", "--json", "--markdown"])).toMatchObject({ code: 2 });
  });

  test("says that the document and a level are different", async () => {
    const document = { ...before.document, digest: "1".repeat(64) };
    const checks = before.checks.map(
      (check) => ({ ...check, requirement: { ...check.requirement, level: "INFO" } }) as const,
    );
    const files = [await fileWith(before), await fileWith({ ...before, document, checks })];
    const asText = await runCommand(["diff", ...files]);
    const asMarkdown = await runCommand(["diff", ...files, "--markdown"]);

    expect(asText.code).toBe(0);
    expect(asText.stdout).toMatch(/another document\n +before .* sha256 \w{12}\n +after .* sha256 111111111111\n/);
    expect(asText.stdout).toMatch(/other levels\n +client-requests\/json-body: MUST before, INFO after/);
    expect(asMarkdown.stdout).toMatch(/The document changed from `.*` to `.* sha256 111111111111`\./);
    expect(asMarkdown.stdout).toContain("- `client-requests/json-body`: MUST → INFO");
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
