import type { Group } from "../check.ts";
import type { Level, Requirement } from "../level.ts";
import type { TargetName } from "../targets/target.ts";

/** What came of one check. */
export interface CheckResult {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly requirement: Requirement;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it was skipped. */
  readonly reason?: string;
  /** What is not as required. */
  readonly findings: readonly ReportedFinding[];
  /** In ms. */
  readonly duration: number;
}

/** A finding without secrets. */
export interface ReportedFinding {
  readonly expected: string;
  readonly seen: string;
  /** The command line that sends the request again. */
  readonly curl?: string;
}

/** What came of a run. */
export interface RunResults {
  readonly verdict: "conforms" | "does not conform";
  /** Whether a failed SHOULD counts. */
  readonly strict: boolean;
  readonly target: { readonly name: TargetName; readonly title: string; readonly baseUrl: string };
  readonly document: DocumentIdentity;
  /** ISO 8601. */
  readonly startedAt: string;
  /** In ms. */
  readonly duration: number;
  /** How many requests were sent. */
  readonly requests: number;
  readonly checks: readonly CheckResult[];
}

export interface DocumentIdentity {
  readonly title: string;
  readonly version: string;
  /** SHA-256 of the bundled document, in hexadecimal. */
  readonly digest: string;
}

/** Whether a failure at a level fails the run. */
export function isBinding(level: Level, strict: boolean): boolean {
  return level === "MUST" || (level === "SHOULD" && strict);
}

export function verdictOn(checks: readonly CheckResult[], strict: boolean): RunResults["verdict"] {
  const broken = checks.some(
    ({ outcome, requirement }) => outcome === "failed" && isBinding(requirement.level, strict),
  );
  // A run in which nothing was found out proves nothing.
  const proven = checks.some(({ outcome }) => outcome === "passed");
  return proven && !broken ? "conforms" : "does not conform";
}
