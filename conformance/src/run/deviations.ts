import type { CheckResult, Deviation } from "./results.ts";

/**
 * Marks a failure that is accepted; an entry of the list that has expired, or no longer fails, is a failure itself.
 *
 * @param now the day of the run
 */
export function withDeviations(result: CheckResult, deviations: readonly Deviation[], now: Date): CheckResult {
  const deviation = deviations.find(({ check }) => check === result.id);
  if (!deviation || result.outcome === "skipped") {
    return result;
  }
  const today = now.toISOString().slice(0, 10);
  if (result.outcome === "passed") {
    const expected = `the accepted failure: ${deviation.reason}`;
    const findings = [{ expected, seen: "the check passed: take it off the list of known deviations" }];
    return { ...result, outcome: "failed", findings, isStale: true };
  }
  if (today > deviation.until) {
    const finding = {
      expected: `a check that passes: its failure was accepted until ${deviation.until} (${deviation.reason})`,
      seen: "it still fails",
    };
    return { ...result, findings: [finding, ...result.findings], isStale: true };
  }
  return { ...result, deviation };
}
