import { describe, expect, test } from "vitest";
import { countByLevel, decideVerdict } from "../../src/run/verdict.ts";
import { result } from "../support/results.ts";

const SHOULD = { level: "SHOULD", source: "rfc6749#5.2", title: "RFC 6749, section 5.2", url: "https://rfc/" } as const;

describe("the verdict", () => {
  test("says plainly that a target conforms if every MUST was checked", () => {
    expect(decideVerdict([result("passed"), result("passed")], 2)).toEqual({
      conforms: true,
      text: "conforms: 2 of 2 MUST checks passed",
      checked: 2,
      total: 2,
    });
  });

  test("says that a failure is accepted", () => {
    expect(decideVerdict([result("passed"), result("accepted")], 2)).toMatchObject({
      conforms: true,
      text: "conforms: 1 of 2 MUST checks passed, 1 failed as a known deviation",
    });
  });

  test("says how much was checked if a MUST was skipped", () => {
    expect(decideVerdict([result("passed"), result("skipped")], 2)).toEqual({
      conforms: true,
      text: "conforms as far as checked: 1 of 2 MUST checks ran",
      checked: 1,
      total: 2,
    });
  });

  test("counts a MUST that was not selected as not checked", () => {
    expect(decideVerdict([result("passed")], 72).text).toBe("conforms as far as checked: 1 of 72 MUST checks ran");
  });

  test("does not count other levels", () => {
    expect(decideVerdict([result("passed"), result("passed", { requirement: SHOULD })], 1).text).toBe(
      "conforms: 1 of 1 MUST checks passed",
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

    expect(decideVerdict([result("passed"), unchecked], 2)).toMatchObject({
      conforms: false,
      text: "is not shown to conform: 1 check has no result",
      checked: 1,
      total: 2,
    });
    expect(decideVerdict([result("failed"), unchecked, unchecked], 2).text).toBe(
      "does not conform: 1 check failed, 2 checks have no result",
    );
  });

  test("is that nothing is shown if every check was skipped", () => {
    expect(decideVerdict([result("skipped"), result("skipped")], 2)).toMatchObject({
      conforms: false,
      text: "is not shown to conform: every check was skipped",
    });
  });

  test("counts a known limitation as checked, although it is skipped", () => {
    expect(decideVerdict([result("skipped", { skipKind: "limitation" })], 2)).toMatchObject({
      conforms: true,
      text: "conforms as far as checked: 0 of 2 MUST checks ran",
    });
  });

  test("is that nothing is shown if the run ended early", () => {
    expect(decideVerdict([result("passed")], 2, { incomplete: "SIGINT after 1 of 2 checks" })).toMatchObject({
      conforms: false,
      text: "is not shown to conform: the run ended early (SIGINT after 1 of 2 checks)",
    });
  });

  describe("if the server does not grant a documented token request,", () => {
    const form = { id: "token-request/form", requirement: SHOULD } as const;

    test("is that the target does not conform, whatever was selected", () => {
      expect(decideVerdict([result("passed")], 2, { granted: ["json"] })).toMatchObject({
        conforms: false,
        text: "does not conform: no access token for a form token request",
      });
    });

    test("accepts it as a known deviation", () => {
      const checks = [result("passed"), result("accepted", form)];

      expect(decideVerdict(checks, 2, { granted: ["json"] })).toMatchObject({ conforms: true });
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
