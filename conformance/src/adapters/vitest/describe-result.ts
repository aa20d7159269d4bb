import type { CheckResult } from "../../run/results.ts";

/** The message of a failed test: the check, the statement that requires it, and the evidence. */
export function describeResult({ id, requirement, deviation, findings }: CheckResult): string {
  return [
    `${id}: ${requirement.level}, ${requirement.title}`,
    ...(deviation ? [`known deviation, accepted until ${deviation.until}: ${deviation.reason}`] : []),
    ...findings.flatMap(({ expected, seen, curl }) => [
      `  expected  ${expected}`,
      `  seen      ${seen}`,
      ...(curl === undefined ? [] : [`  ${curl.replaceAll("\n", "\n  ")}`]),
    ]),
  ].join("\n");
}
