import { LEVELS, type Level } from "../requirement.ts";
import type { CheckResult } from "./results.ts";

export type Tally = Readonly<Record<CheckResult["outcome"], number>>;

/** How many checks of each level came out how. */
export function countByLevel(
  checks: readonly CheckResult[],
): readonly { readonly level: Level; readonly tally: Tally }[] {
  return LEVELS.map((level) => ({
    level,
    tally: count(checks.filter(({ requirement }) => requirement.level === level)),
  }));
}

export function count(checks: readonly CheckResult[]): Tally {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const { outcome } of checks) {
    tally[outcome] += 1;
  }
  return tally;
}
