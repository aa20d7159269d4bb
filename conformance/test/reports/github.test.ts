import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { annotations } from "../../src/reports/github/annotations.ts";
import { reportToGitHub } from "../../src/reports/github/report-to-github.ts";
import { stepSummary } from "../../src/reports/github/step-summary.ts";
import { temporaryFile } from "../support/folder.ts";
import { DEVIATION, result, runResults, SHOULD } from "../support/results.ts";

const NASTY = "::error::x|<b>`a` **b** @team 100%\r\n::stop-commands::y";
const findings = [{ expected: "this", seen: NASTY, curl: "curl 'http://127.0.0.1/'" }];
const failing = runResults(
  [
    result("passed"),
    result("failed", { id: "refusals/should", requirement: SHOULD, findings }),
    result("failed", { id: "refusals/must", title: NASTY, findings }),
    result("warning", { id: "refusals/warning", requirement: SHOULD, findings }),
    result("accepted", { id: "refusals/accepted", deviation: { ...DEVIATION, until: "2026-01-13" } }),
  ],
  { startedAt: "2026-01-01T12:00:00.000Z" },
);

describe("the annotations", () => {
  test("are one line each, the most binding first, whatever the server sent", () => {
    expect(annotations(failing).trimEnd().split("\n")).toEqual([
      "::error title=MicroBilt OAuth conformance::does not conform: 2 checks failed",
      expect.stringMatching(
        /^::error title=MUST refusals\/must::::error::x.* 100%25%0D%0A::stop-commands::y%0Aexpected this/,
      ),
      expect.stringMatching(/^::error title=SHOULD refusals\/should::A requirement%0Aexpected this%0Aseen ::error/),
      expect.stringMatching(/^::warning title=SHOULD refusals\/warning::A requirement/),
    ]);
  });

  test("are as many as GitHub shows", () => {
    const many = Array.from({ length: 40 }, (_, index) => result("failed", { id: `refusals/${index}` }));

    expect(annotations(runResults(many)).trimEnd().split("\n")).toHaveLength(10);
  });

  test("are none if everything passed", () => {
    expect(annotations(runResults([result("passed")]))).toBe("");
  });
});

describe("the summary", () => {
  const summary = stepSummary(failing);

  test("starts with the verdict and the counts", () => {
    expect(summary).toMatch(/^## ❌ MicroBilt OAuth conformance: url does not conform: 2 checks failed\n/);
    expect(summary).toContain(
      "|  | passed | failed | warning | accepted |\n| --- | --- | --- | --- | --- |\n| MUST | 1 | 1 | 0 | 1 |",
    );
  });

  test("shows what the server sent as code, and one row for each result", () => {
    expect(summary).toContain("``::error::x\\|<b>`a` **b** @team 100% ::stop-commands::y``");
    expect(summary.split("\n").filter((line) => /^\| (?:MUST|SHOULD) \| \S.*<br>/.test(line))).toHaveLength(3);
  });

  test("shows a title as it is", () => {
    expect(summary).toContain(String.raw`::error::x\|\<b\>\`a\` \*\*b\*\* &#64;team 100% ::stop-commands::y<br>`);
  });

  test("names what many checks saw", () => {
    const seen = [{ expected: "this", seen: '429 with the body {"id":"8d3f1a2b-0000-4000-8000-000000000001"}' }];
    const many = Array.from({ length: 33 }, (_, index) =>
      result("failed", { id: `refusals/${index}`, findings: seen }),
    );

    expect(stepSummary(runResults(many))).toContain("- 33 checks saw `429 Too Many Requests`.");
    expect(stepSummary(runResults(many))).toContain("And 13 more: see the report.");
  });

  test("has the first command, and the deviations that expire soon", () => {
    expect(summary).toContain("```sh\ncurl 'http://127.0.0.1/'\n```");
    expect(summary).toContain("- `refusals/accepted` expires in 12 days: fixed in March");
  });
});

describe("on GitHub", () => {
  test("the summary is appended, and the annotations are printed", async () => {
    const file = await temporaryFile("summary.md", "before\n");
    let printed = "";

    await reportToGitHub(failing, { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: file }, (text) => {
      printed += text;
    });

    expect(printed).toBe(annotations(failing));
    expect(await readFile(file, "utf8")).toBe(`before\n${stepSummary(failing)}`);
  });

  test("elsewhere, nothing is", async () => {
    await expect(reportToGitHub(failing, {}, () => expect.unreachable())).resolves.toBeUndefined();
  });

  test("a summary that cannot be written is reported", async () => {
    await expect(reportToGitHub(failing, { GITHUB_STEP_SUMMARY: "/no/such/folder/file" }, () => {})).rejects.toThrow(
      "Could not write the summary to GITHUB_STEP_SUMMARY",
    );
  });
});
