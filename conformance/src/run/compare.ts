import type { Level } from "../requirement.ts";
import type { CheckResult, RunResults } from "./results.ts";

/** How the results of two runs differ. */
export interface Comparison {
  /** Requirements that the target met before, or that were not checked, and that it does not meet now. */
  readonly worse: readonly CheckDifference[];
  /** Requirements that the target did not meet before, and meets now. */
  readonly better: readonly CheckDifference[];
  /** All other differences. */
  readonly changed: readonly CheckDifference[];
}

/** How the result of one check differs. */
export interface CheckDifference {
  /** The id of the check. */
  readonly id: string;
  /** How binding the requirement is. */
  readonly level: Level;
  /** The earlier result, as a phrase. */
  readonly before: string;
  /** The later result, as a phrase. */
  readonly after: string;
}

/** Compares two runs check by check. */
export function compareRuns(before: RunResults, after: RunResults): Comparison {
  const earlier = new Map(before.checks.map((check) => [check.id, check]));
  const later = new Map(after.checks.map((check) => [check.id, check]));
  const ids = [...new Set([...earlier.keys(), ...later.keys()])];
  const comparison = { worse: [], better: [], changed: [] } as Record<keyof Comparison, CheckDifference[]>;
  for (const id of ids) {
    const [first, second] = [earlier.get(id), later.get(id)];
    const check = second ?? first;
    const difference = { before: describeResult(first), after: describeResult(second) };
    if (check && maskTimes(difference.before) !== maskTimes(difference.after)) {
      comparison[directionOf(first, second)].push({ id, level: check.requirement.level, ...difference });
    }
  }
  return comparison;
}

/** A check that only one of the runs has is neither better nor worse. */
function directionOf(first: CheckResult | undefined, second: CheckResult | undefined): keyof Comparison {
  if (first && second?.isMet === false && first.isMet !== false) {
    return "worse";
  }
  return first?.isMet === false && second?.isMet === true ? "better" : "changed";
}

/** Long numbers are mostly times, which differ in every run. */
function maskTimes(text: string): string {
  return text.replace(/\d{6,}/g, "#");
}

function describeResult(check: CheckResult | undefined): string {
  if (!check) {
    return "not in the run";
  }
  const { isMet, reason, findings } = check;
  if (isMet === undefined) {
    return `skipped: ${reason}`;
  }
  return isMet ? "passed" : `failed: ${findings.map(({ seen }) => seen).join("; ")}`;
}
