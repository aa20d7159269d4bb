import type { Requirement } from "../../src/requirement.ts";
import type { CheckResult, KnownDeviation, Outcome, RunResults } from "../../src/run/results.ts";
import { countByLevel, decideVerdict } from "../../src/run/verdict.ts";

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

/** The results of a run that nobody performed. */
export function runResults(checks: readonly CheckResult[], change: Partial<RunResults> = {}): RunResults {
  return {
    schemaVersion: 2,
    environment: { suite: "1.2.3", node: "24.18.0", platform: "linux x64" },
    selection: { only: [], skip: [], level: "INFO" },
    accessTokenCommand: "ACCESS_TOKEN=$(curl)",
    verdict: decideVerdict(checks, 3),
    counts: countByLevel(checks),
    strict: false,
    requireAll: false,
    seed: 1,
    target: { name: "url", title: "a running server", baseUrl: "http://127.0.0.1:1" },
    document: { title: "A document", version: "1.0.0", digest: "0".repeat(64) },
    startedAt: "2026-01-01T00:00:00.000Z",
    duration: 1234,
    requests: 4,
    checks,
    ...change,
  };
}

/** A requirement of a standard. */
export const SHOULD: Requirement = {
  level: "SHOULD",
  source: "rfc6749#5.2",
  title: "RFC 6749, section 5.2",
  url: "https://www.rfc-editor.org/rfc/rfc6749#section-5.2",
};

/** A requirement that was only observed. */
export const INFO: Requirement = {
  level: "INFO",
  source: "observation",
  title: "observed in practice",
  pointer: "#/b",
};

/** A known deviation. */
export const DEVIATION: KnownDeviation = { check: "refusals/accepted", reason: "fixed in March", until: "2027-03-31" };
