import { describe, expect, test } from "vitest";
import { compareRuns } from "../../src/run/compare.ts";
import type { CheckResult, RunResults } from "../../src/run/results.ts";
import { result } from "../support/results.ts";

const seen = (text: string) => ({ findings: [{ expected: "this", seen: text }] });

test.each([
  ["passed, then failed", result("passed"), result("failed"), "worse"],
  ["passed, then a warning", result("passed"), result("warning"), "worse"],
  ["skipped, then failed", result("skipped"), result("failed"), "worse"],
  ["failed, then passed", result("failed"), result("passed"), "better"],
  ["accepted, then passed", result("accepted"), result("passed"), "better"],
  ["accepted, then failed because it passes", result("accepted"), result("failed", { isMet: true }), "better"],
  ["failed, then skipped", result("failed"), result("skipped"), "changed"],
  ["passed, then skipped", result("passed"), result("skipped"), "changed"],
  ["failed in another way", result("failed"), result("failed", seen("other")), "changed"],
  ["skipped for another reason", result("skipped"), result("skipped", { reason: "other" }), "changed"],
  ["not in the first run", undefined, result("failed"), "changed"],
  ["not in the second run", result("passed"), undefined, "changed"],
  ["passed twice", result("passed"), result("passed"), undefined],
  ["failed twice", result("failed"), result("failed"), undefined],
  ["a warning, then failed because the run is strict", result("warning"), result("failed"), undefined],
  [
    "failed at another time",
    result("failed", seen("at 1525190727056")),
    result("failed", seen("at 1525190727057")),
    undefined,
  ],
] as const)("%s", (_, before, after, expected) => {
  const comparison = compareRuns(runOf(before), runOf(after));

  const found = (["worse", "better", "changed"] as const).filter((kind) => comparison[kind].length > 0);
  expect(found).toEqual(expected === undefined ? [] : [expected]);
});

describe("a difference", () => {
  test("names the check, its level, and both results", () => {
    const { worse } = compareRuns(runOf(result("passed")), runOf(result("failed")));

    expect(worse).toEqual([{ id: "refusals/a", level: "MUST", before: "passed", after: "failed: that" }]);
  });

  test("says why a check was skipped", () => {
    const { changed } = compareRuns(runOf(result("passed")), runOf(result("skipped")));

    expect(changed).toMatchObject([{ before: "passed", after: "skipped: a reason" }]);
  });

  test("says that a check is missing", () => {
    expect(compareRuns(runOf(result("passed")), runOf(undefined)).changed).toMatchObject([{ after: "not in the run" }]);
  });
});

function runOf(check: CheckResult | undefined): RunResults {
  return { checks: check ? [check] : [] } as unknown as RunResults;
}
