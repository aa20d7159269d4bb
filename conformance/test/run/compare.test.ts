import { describe, expect, test } from "vitest";
import { compareRuns } from "../../src/run/compare.ts";
import type { CheckResult, RunResults } from "../../src/run/results.ts";
import { result, runResults, SHOULD } from "../support/results.ts";

test.each([
  ["passed, then failed", result("passed"), result("failed"), "worse"],
  ["passed, then a warning", result("passed"), result("warning"), "worse"],
  ["skipped, then failed", result("skipped"), result("failed"), "worse"],
  ["failed, then passed", result("failed"), result("passed"), "better"],
  ["accepted, then passed", result("accepted"), result("passed"), "better"],
  ["accepted, then failed because it passes", result("accepted"), result("failed", { isMet: true }), "better"],
  ["failed, then skipped", result("failed"), result("skipped"), "changed"],
  ["passed, then skipped", result("passed"), result("skipped"), "worse"],
  ["failed in another way", result("failed"), failedWith("other"), "changed"],
  ["skipped for another reason", result("skipped"), result("skipped", { reason: "other" }), "changed"],
  ["not in the first run", undefined, result("failed"), "changed"],
  ["passed, then not in the run", result("passed"), undefined, "worse"],
  ["failed, then not in the run", result("failed"), undefined, "changed"],
  ["not in the run, then passed", undefined, result("passed"), "changed"],
  ["passed twice", result("passed"), result("passed"), undefined],
  ["failed twice", result("failed"), result("failed"), undefined],
  ["a warning, then failed because the run is strict", result("warning"), result("failed"), undefined],
  ["failed at another time", failedWith("at 1525190727056"), failedWith("at 1525190727057"), undefined],
  [
    "failed at another time in ISO 8601",
    failedWith('{"time":"2026-01-01T10:00:00.123Z"}'),
    failedWith('{"time":"2026-01-02T11:12:13+02:00"}'),
    undefined,
  ],
  [
    "failed at another time in a Date field",
    failedWith("Thu, 01 Jan 2026 10:00:00 GMT"),
    failedWith("Fri, 02 Jan 2026 10:00:01 GMT"),
    undefined,
  ],
  [
    "failed with another UUID",
    failedWith("id 8d3f1a2b-0000-4000-8000-000000000001"),
    failedWith("id 8D3F1A2B-0000-4000-8000-00000000000F"),
    undefined,
  ],
  [
    "failed with another trace id",
    failedWith("id 4bf92f3577b34da6a3ce"),
    failedWith("id 00f067aa0ba902b7aaaa"),
    undefined,
  ],
  ["failed with another status", failedWith("400"), failedWith("401"), "changed"],
  ["failed with another word", failedWith("internal-server-error"), failedWith("service-unavailable"), "changed"],
] as const)("%s", (_, before, after, expected) => {
  const comparison = compareRuns(runOf(before), runOf(after));

  const found = (["worse", "better", "changed"] as const).filter((kind) => comparison[kind].length > 0);
  expect(found).toEqual(expected === undefined ? [] : [expected]);
});

describe("a difference", () => {
  test("names the check, its level, and both results", () => {
    const { worse } = compareRuns(runOf(result("passed")), runOf(result("failed")));

    expect(worse).toEqual([{ id: "refusals/a", level: "MUST", before: "passed", after: "not met: that" }]);
  });

  test("says why a check was skipped", () => {
    const { worse: changed } = compareRuns(runOf(result("passed")), runOf(result("skipped")));

    expect(changed).toMatchObject([{ before: "passed", after: "skipped: a reason" }]);
  });

  test("says that a check is missing", () => {
    expect(compareRuns(runOf(result("passed")), runOf(undefined)).worse).toMatchObject([{ after: "not in the run" }]);
  });
});

test("a level that differs is said, and is not a regression by itself", () => {
  const { levels, worse } = compareRuns(runOf(result("passed")), runOf(result("passed", { requirement: SHOULD })));

  expect({ levels, worse }).toEqual({ levels: [{ id: "refusals/a", before: "MUST", after: "SHOULD" }], worse: [] });
});

test("a document that differs is said", () => {
  const document = { title: "A document", version: "1.0.0", digest: "1".repeat(64) };

  expect(compareRuns(runOf(result("passed")), { ...runOf(result("passed")), document }).documents).toEqual({
    before: "A document 1.0.0, sha256 000000000000",
    after: "A document 1.0.0, sha256 111111111111",
  });
  expect(compareRuns(runOf(result("passed")), runOf(result("passed")))).not.toHaveProperty("documents");
});

function failedWith(seen: string): CheckResult {
  return result("failed", { findings: [{ expected: "this", seen }] });
}

function runOf(check: CheckResult | undefined): RunResults {
  return runResults(check ? [check] : []);
}

test("what was seen in several findings is written once, with how often", () => {
  const seen = (times: number) => Array.from({ length: times }, () => ({ expected: "this", seen: "200 OK", curl: "" }));
  const before = runResults([result("failed", { findings: seen(2) })]);
  const after = runResults([result("failed", { findings: [...seen(3), { expected: "that", seen: "201", curl: "" }] })]);

  expect(compareRuns(before, after).changed).toMatchObject([
    { before: "not met: 200 OK (2 times)", after: "not met: 200 OK (3 times); 201" },
  ]);
});
