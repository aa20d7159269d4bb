import { describe, expect, test } from "vitest";
import { countByLevel, decideVerdict } from "../../src/run/verdict.ts";
import { result } from "../support/results.ts";

const SHOULD = { level: "SHOULD", source: "rfc6749#5.2", title: "RFC 6749, section 5.2", url: "https://rfc/" } as const;

describe("the verdict", () => {
  test("says plainly that a target conforms if every MUST was checked", () => {
    expect(decideVerdict([result("passed"), result("accepted")], 2)).toEqual({
      conforms: true,
      text: "conforms: 2 of 2 MUST",
      checked: 2,
      total: 2,
    });
  });

  test("says how much was checked if a MUST was skipped", () => {
    expect(decideVerdict([result("passed"), result("skipped")], 2)).toEqual({
      conforms: true,
      text: "conforms as far as checked: 1 of 2 MUST",
      checked: 1,
      total: 2,
    });
  });

  test("counts a MUST that was not selected as not checked", () => {
    expect(decideVerdict([result("passed")], 72).text).toBe("conforms as far as checked: 1 of 72 MUST");
  });

  test("does not count other levels", () => {
    expect(decideVerdict([result("passed"), result("passed", { requirement: SHOULD })], 1).text).toBe(
      "conforms: 1 of 1 MUST",
    );
  });

  test.each(["warning", "noted", "accepted"] as const)("is not affected by the outcome %s", (outcome) => {
    expect(decideVerdict([result("passed"), result(outcome)], 2)).toMatchObject({ conforms: true });
  });

  test("counts the failures", () => {
    expect(decideVerdict([result("passed"), result("failed")], 2).text).toBe("does not conform: 1 check failed");
    expect(decideVerdict([result("failed"), result("failed")], 2)).toMatchObject({
      conforms: false,
      text: "does not conform: 2 checks failed",
    });
  });

  test("does not count a MUST that had to be checked, and was not, as checked", () => {
    const { isMet: _, ...unchecked } = result("failed", { reason: "a reason" });

    expect(decideVerdict([result("passed"), unchecked], 2)).toMatchObject({ conforms: false, checked: 1, total: 2 });
  });

  test("is that the target does not conform if every check was skipped", () => {
    expect(decideVerdict([result("skipped"), result("skipped")], 2)).toMatchObject({
      conforms: false,
      text: "does not conform: every check was skipped",
    });
  });
});

test("results are counted by level and outcome", () => {
  const counts = countByLevel([
    result("passed"),
    result("skipped"),
    result("skipped"),
    result("warning", { requirement: SHOULD }),
  ]);

  expect(counts.MUST).toEqual({ passed: 1, failed: 0, warning: 0, noted: 0, accepted: 0, skipped: 2 });
  expect(counts.SHOULD).toEqual({ passed: 0, failed: 0, warning: 1, noted: 0, accepted: 0, skipped: 0 });
  expect(counts.INFO).toEqual({ passed: 0, failed: 0, warning: 0, noted: 0, accepted: 0, skipped: 0 });
});
