import { LEVELS, type Level } from "../../requirement.ts";
import type { CheckResult, Outcome } from "../../run/results.ts";

/** The outcomes of requirements that are not met, those that fail the run first. */
const _UNMET_OUTCOMES: readonly Outcome[] = ["failed", "warning", "noted", "accepted"];

/** The results with an outcome, the most binding requirements first. */
export function withOutcome(checks: readonly CheckResult[], wanted: Outcome): readonly CheckResult[] {
  return checks
    .filter(({ outcome }) => outcome === wanted)
    .sort((a, b) => rank(a.requirement.level) - rank(b.requirement.level));
}

function rank(level: Level): number {
  return LEVELS.indexOf(level);
}
