import type { CheckResult, Outcome } from "../../src/run/results.ts";

/** A result of a check that nobody ran. */
export function result(outcome: Outcome, change: Partial<CheckResult> = {}): CheckResult {
  const isUnmet = outcome !== "passed" && outcome !== "skipped";
  return {
    id: "refusals/a",
    group: "refusals",
    title: "A requirement",
    requirement: { level: "MUST", source: "documentation", title: "MicroBilt's documentation", pointer: "#/a" },
    outcome,
    ...(outcome !== "skipped" && { isMet: !isUnmet }),
    ...(outcome === "skipped" && { reason: "a reason" }),
    findings: isUnmet ? [{ expected: "this", seen: "that" }] : [],
    notes: [],
    requests: 1,
    duration: 12,
    ...change,
  };
}
