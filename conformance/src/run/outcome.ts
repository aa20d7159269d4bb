import type { SkipKind } from "../errors.ts";
import type { Level } from "../requirement.ts";
import type { CheckResult, KnownDeviation, ReportedFinding } from "./results.ts";

/** What came of a check, before it is counted: its findings, none if the requirement is met, or why there is no result. */
export type Observation = { readonly findings: readonly ReportedFinding[] } | Skip;

/** Why a check has no result. */
export interface Skip {
  /** The reason, as a phrase. */
  readonly skipped: string;
  /** The kind of the reason. */
  readonly kind: SkipKind;
}

/** The settings that decide how a result counts. */
export interface CountingRules {
  /** Whether a SHOULD that the target does not meet fails the run. */
  readonly strict: boolean;
  /** Whether a MUST that is not checked fails the run. */
  readonly requireAll: boolean;
  /** The failures that are accepted. */
  readonly knownDeviations: readonly KnownDeviation[];
  /** The day of the run, in UTC, such as `2027-01-31`. */
  readonly today: string;
}

/** The part of a result that depends on how it counts. */
export type CountedResult = Pick<CheckResult, "outcome" | "isMet" | "reason" | "skipKind" | "deviation" | "findings">;

/** The requirement that was checked. */
export interface CheckedRequirement {
  /** The id of the check. */
  readonly id: string;
  /** How binding the requirement is. */
  readonly level: Level;
  /** The known limitation of the target that makes the check fail; undefined if there is none. */
  readonly limitation?: string | undefined;
}

/** Decides how a result counts. Every report, the verdict and the exit code follow from this decision. */
export function decideOutcome(
  { id, level, limitation }: CheckedRequirement,
  observation: Observation,
  rules: CountingRules,
): CountedResult {
  const known = limitation !== undefined && { skipped: `known limitation: ${limitation}`, kind: "limitation" as const };
  if ("skipped" in observation) {
    // A target that stops responding because of its limitation is still excused.
    return unchecked(level, known && observation.kind === "transient" ? known : observation, [], rules);
  }
  const { findings } = observation;
  const isMet = findings.length === 0;
  if (known) {
    return isMet
      ? outdated(`the known limitation: ${limitation}`, "the check now passes: remove the limitation from the target")
      : unchecked(level, known, findings, rules);
  }
  const deviation = rules.knownDeviations.find(({ check }) => check === id);
  if (deviation) {
    return { ...countDeviation(deviation, findings, rules), deviation };
  }
  return { outcome: isMet ? "passed" : severity(level, rules), isMet, findings };
}

/** A requirement that was not checked, with the reason. */
function unchecked(
  level: Level,
  { skipped: reason, kind: skipKind }: Skip,
  findings: readonly ReportedFinding[],
  rules: CountingRules,
): CountedResult {
  const why = whyRequired(level, skipKind, rules);
  return why === undefined
    ? { outcome: "skipped", reason, skipKind, findings }
    : {
        outcome: "failed",
        reason,
        skipKind,
        findings: [{ expected: `a result, because ${why}`, seen: `skipped: ${reason}` }, ...findings],
      };
}

/** Why a missing result fails the run; undefined if it does not. */
function whyRequired(level: Level, kind: SkipKind, { requireAll }: CountingRules): string | undefined {
  if (kind === "error") {
    return "a check that breaks has found out nothing";
  }
  if (level !== "MUST") {
    return undefined;
  }
  if (kind === "transient") {
    return "the target has what this MUST needs";
  }
  return requireAll ? "every MUST is required" : undefined;
}

function countDeviation(
  { reason, until, seen, sometimes = false }: KnownDeviation,
  findings: readonly ReportedFinding[],
  { today }: CountingRules,
): CountedResult {
  if (findings.length === 0 && sometimes) {
    return { outcome: "passed", isMet: true, findings };
  }
  if (findings.length === 0) {
    return outdated(`the known deviation: ${reason}`, "the check now passes: remove it from the known deviations");
  }
  if (today > until) {
    const finding = {
      expected: `a fix by ${until}: the deviation was accepted until then (${reason})`,
      seen: "the check still fails",
    };
    return { outcome: "failed", isMet: false, findings: [finding, ...findings] };
  }
  const other = findings.find((finding) => !finding.seen.includes(seen ?? ""));
  if (other) {
    const finding = {
      expected: `only the known deviation, which shows ${JSON.stringify(seen)} (${reason})`,
      seen: "another failure",
    };
    return { outcome: "failed", isMet: false, findings: [finding, ...findings] };
  }
  return { outcome: "accepted", isMet: false, findings };
}

/** An exception that is no longer needed fails the run at every level: it would hide a later failure. */
function outdated(expected: string, seen: string): CountedResult {
  return { outcome: "failed", isMet: true, findings: [{ expected, seen }] };
}

function severity(level: Level, { strict }: CountingRules): "failed" | "warning" | "noted" {
  switch (level) {
    case "MUST":
      return "failed";
    case "SHOULD":
      return strict ? "failed" : "warning";
    case "INFO":
      return "noted";
  }
}
