import { describe, expect, test } from "vitest";
import { type CountingRules, decideOutcome, type Observation } from "../../src/run/outcome.ts";
import type { Outcome } from "../../src/run/results.ts";

const LENIENT: CountingRules = { strict: false, requireAll: false, knownDeviations: [], today: "2026-06-30" };
const STRICT = { ...LENIENT, strict: true };
const REQUIRE_ALL = { ...LENIENT, requireAll: true };

const MET: Observation = { findings: [] };
const UNMET: Observation = { findings: [{ expected: "a", seen: "b" }] };
const SKIPPED: Observation = { skipped: "no second application", kind: "structural" };
const BUSY: Observation = { skipped: "the server is busy", kind: "transient" };
const BROKEN: Observation = { skipped: "the check broke", kind: "error" };

const must = { id: "bearer/a", level: "MUST" } as const;
const should = { id: "bearer/a", level: "SHOULD" } as const;
const info = { id: "bearer/a", level: "INFO" } as const;

test.each([
  ["a MUST that is met", must, MET, LENIENT, "passed", true],
  ["a MUST that is not met", must, UNMET, LENIENT, "failed", false],
  ["a SHOULD that is not met", should, UNMET, LENIENT, "warning", false],
  ["a SHOULD that is not met, strictly", should, UNMET, STRICT, "failed", false],
  ["an INFO that is not met", info, UNMET, LENIENT, "noted", false],
  ["an INFO that is not met, strictly", info, UNMET, STRICT, "noted", false],
  ["a MUST that is not checked", must, SKIPPED, LENIENT, "skipped", undefined],
  ["a MUST that is not checked, strictly", must, SKIPPED, STRICT, "skipped", undefined],
  ["a MUST that is not checked, although all are required", must, SKIPPED, REQUIRE_ALL, "failed", undefined],
  ["a SHOULD that is not checked, although all are required", should, SKIPPED, REQUIRE_ALL, "skipped", undefined],
  ["a MUST that is not checked because the server is busy", must, BUSY, LENIENT, "failed", undefined],
  ["a SHOULD that is not checked because the server is busy", should, BUSY, STRICT, "skipped", undefined],
  ["a MUST that is not checked because the check broke", must, BROKEN, LENIENT, "failed", undefined],
  ["an INFO that is not checked because the check broke", info, BROKEN, LENIENT, "failed", undefined],
] as const)("%s", (_, requirement, observation, rules, outcome: Outcome, isMet) => {
  expect(decideOutcome(requirement, observation, rules)).toMatchObject({
    outcome,
    ...(isMet !== undefined && { isMet }),
  });
  expect("isMet" in decideOutcome(requirement, observation, rules)).toBe(isMet !== undefined);
});

test("a check that was not run says why", () => {
  expect(decideOutcome(must, SKIPPED, LENIENT)).toMatchObject({
    reason: "no second application",
    skipKind: "structural",
    findings: [],
  });
  expect(decideOutcome(must, BUSY, LENIENT)).toMatchObject({
    skipKind: "transient",
    findings: [
      { expected: "a result, because the target has what this MUST needs", seen: "skipped: the server is busy" },
    ],
  });
  expect(decideOutcome(must, SKIPPED, REQUIRE_ALL)).toMatchObject({
    reason: "no second application",
    findings: [{ seen: "skipped: no second application" }],
  });
});

describe("a known limitation of the target", () => {
  const limited = { ...must, limitation: "Prism has no clock" };

  test("excuses a failure, with the evidence", () => {
    const result = decideOutcome(limited, UNMET, STRICT);

    expect(result).toEqual({
      outcome: "skipped",
      reason: "known limitation: Prism has no clock",
      skipKind: "limitation",
      findings: [{ expected: "a", seen: "b" }],
    });
  });

  test("excuses a target that stops responding", () => {
    expect(decideOutcome(limited, BUSY, STRICT)).toMatchObject({ outcome: "skipped", skipKind: "limitation" });
  });

  test("does not excuse a check that breaks", () => {
    expect(decideOutcome(limited, BROKEN, LENIENT)).toMatchObject({ outcome: "failed", skipKind: "error" });
  });

  test("fails the run if every MUST is required", () => {
    expect(decideOutcome(limited, UNMET, REQUIRE_ALL)).toMatchObject({
      outcome: "failed",
      reason: "known limitation: Prism has no clock",
    });
  });

  test.each([must, should, info])("fails the run at level $level when the check passes", (requirement) => {
    const result = decideOutcome({ ...requirement, limitation: "Prism has no clock" }, MET, LENIENT);

    expect(result).toMatchObject({ outcome: "failed", isMet: true });
    expect(result.findings[0]?.seen).toBe("the check now passes: remove the limitation from the target");
  });
});

describe("a known deviation", () => {
  const deviation = { check: "bearer/a", reason: "fixed in July", until: "2026-06-30" };
  const rules = (today: string) => ({ ...LENIENT, knownDeviations: [deviation], today });

  test("is accepted until its last day", () => {
    expect(decideOutcome(must, UNMET, rules("2026-06-30"))).toMatchObject({
      outcome: "accepted",
      isMet: false,
      deviation,
    });
  });

  test.each([must, should, info])("fails the run at level $level after its last day", (requirement) => {
    const result = decideOutcome(requirement, UNMET, rules("2026-07-01"));

    expect(result).toMatchObject({ outcome: "failed", isMet: false, deviation });
    expect(result.findings).toHaveLength(2);
  });

  test.each([must, should, info])("fails the run at level $level when the check passes", (requirement) => {
    const result = decideOutcome(requirement, MET, rules("2026-06-01"));

    expect(result).toMatchObject({ outcome: "failed", isMet: true, deviation });
    expect(result.findings[0]?.seen).toBe("the check now passes: remove it from the known deviations");
  });

  test("does not matter if the target was not checked", () => {
    expect(decideOutcome(must, SKIPPED, rules("2027-01-01"))).toMatchObject({ outcome: "skipped" });
  });

  test("does not accept the failure of another check", () => {
    expect(decideOutcome({ ...must, id: "bearer/b" }, UNMET, rules("2026-06-01"))).toMatchObject({ outcome: "failed" });
  });

  describe("that names what must be seen", () => {
    const seen = (part: string) => ({ ...LENIENT, knownDeviations: [{ ...deviation, seen: part }] });
    const both: Observation = {
      findings: [
        { expected: "a", seen: "500 here" },
        { expected: "a", seen: "404 there" },
      ],
    };

    test("is accepted if each finding contains it", () => {
      expect(decideOutcome(must, both, seen("here"))).toMatchObject({ outcome: "accepted", isMet: false });
    });

    test("fails the run if one of the findings does not", () => {
      expect(decideOutcome(must, both, seen("500"))).toMatchObject({
        outcome: "failed",
        isMet: false,
        findings: [
          { expected: 'only the known deviation, which shows "500" (fixed in July)', seen: "another failure" },
          { seen: "500 here" },
          { seen: "404 there" },
        ],
      });
    });
  });

  describe("that happens sometimes", () => {
    const sometimes = (today = "2026-06-30") => ({
      ...rules(today),
      knownDeviations: [{ ...deviation, sometimes: true }],
    });

    test("is accepted, and so is its absence", () => {
      expect(decideOutcome(must, UNMET, sometimes())).toMatchObject({ outcome: "accepted" });
      expect(decideOutcome(must, MET, sometimes())).toMatchObject({ outcome: "passed", isMet: true, findings: [] });
    });

    test("fails the run after its last day", () => {
      expect(decideOutcome(must, UNMET, sometimes("2026-07-01"))).toMatchObject({ outcome: "failed" });
    });
  });
});
