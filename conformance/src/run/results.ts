import type { Group } from "../check.ts";
import type { DocumentIdentity } from "../document/spec.ts";
import type { Requirement } from "../requirement.ts";
import type { TargetName } from "../target.ts";

/** What came of one check. */
export interface CheckResult {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly requirement: Requirement;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it was skipped. */
  readonly reason?: string;
  /** The accepted failure that this one is. */
  readonly deviation?: Deviation;
  /** Whether the list of accepted failures is wrong about it: that fails the run, whatever the level. */
  readonly isStale?: boolean;
  /** What is not as required. */
  readonly findings: readonly ReportedFinding[];
  /** What else there is to know. */
  readonly notes: readonly string[];
  /** How many requests it sent, but for shared grants. */
  readonly requests: number;
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
  /** Of this file's form: results.schema.json. */
  readonly schemaVersion: 1;
  readonly verdict: "conforms" | "does not conform";
  /** Whether a failed SHOULD counts. */
  readonly strict: boolean;
  /** What random requests were drawn from. */
  readonly seed: number;
  readonly target: { readonly name: TargetName; readonly title: string; readonly baseUrl?: string };
  readonly document: DocumentIdentity;
  /** ISO 8601. */
  readonly startedAt: string;
  /** In ms. */
  readonly duration: number;
  /** How many requests were sent. */
  readonly requests: number;
  readonly checks: readonly CheckResult[];
}

/** A failure that is accepted for a while. */
export interface Deviation {
  /** The id of the check. */
  readonly check: string;
  readonly reason: string;
  /** The last day on which it is accepted, as `2027-01-31`. */
  readonly until: string;
}

/** Whether a failure of a check fails the run. */
export function isBinding(
  { requirement, deviation, isStale = false }: Pick<CheckResult, "requirement" | "deviation" | "isStale">,
  strict: boolean,
): boolean {
  return isStale || (!deviation && (requirement.level === "MUST" || (requirement.level === "SHOULD" && strict)));
}

export function verdictOn(checks: readonly CheckResult[], strict: boolean): RunResults["verdict"] {
  const broken = checks.some((check) => check.outcome === "failed" && isBinding(check, strict));
  // A run in which nothing was found out proves nothing.
  const proven = checks.some(({ outcome }) => outcome === "passed");
  return proven && !broken ? "conforms" : "does not conform";
}
