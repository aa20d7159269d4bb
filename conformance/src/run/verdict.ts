import { LEVELS } from "../requirement.ts";
import { type CheckResult, type Counts, OUTCOMES, type Outcome, type Verdict } from "./results.ts";

/**
 * Decides whether a target conforms, and says how much of it was checked.
 *
 * @param total how many MUST requirements there are for this kind of target, selected or not
 */
export function decideVerdict(checks: readonly CheckResult[], total: number): Verdict {
  const results = checks.filter(({ isMet }) => isMet !== undefined);
  const checked = results.filter(({ requirement }) => requirement.level === "MUST").length;
  const failed = checks.filter(({ outcome }) => outcome === "failed").length;
  const conforms = failed === 0 && results.length > 0;
  return { conforms, text: conforms ? coverage(checked, total) : refusal(failed), checked, total };
}

/** Counts the results by level and outcome. */
export function countByLevel(checks: readonly CheckResult[]): Counts {
  return Object.fromEntries(
    LEVELS.map((level) => [level, count(checks.filter(({ requirement }) => requirement.level === level))]),
  ) as Counts;
}

/** Counts the results by outcome. */
export function count(checks: readonly CheckResult[]): Readonly<Record<Outcome, number>> {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of checks) {
    counts[outcome] += 1;
  }
  return counts;
}

function coverage(checked: number, total: number): string {
  return checked < total
    ? `conforms as far as checked: ${checked} of ${total} MUST`
    : `conforms: ${checked} of ${total} MUST`;
}

/** A run in which every check was skipped proves nothing. */
function refusal(failed: number): string {
  if (failed === 0) {
    return "does not conform: every check was skipped";
  }
  return `does not conform: ${failed} ${failed === 1 ? "check" : "checks"} failed`;
}
