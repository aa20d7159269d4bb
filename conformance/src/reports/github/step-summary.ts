import { LEVELS } from "../../requirement.ts";
import { type CheckResult, OUTCOMES, type Outcome, type RunResults } from "../../run/results.ts";
import { describeExpiry, expiringSoon } from "../content/expiry.ts";
import { code, codeBlock, plain, table } from "../content/markdown.ts";
import { nameTarget } from "../content/name-target.ts";
import { groupBySeen } from "../content/seen-groups.ts";
import { withOutcome } from "../content/unmet.ts";

/** GitHub rejects a summary of more than 1 MiB; a reader does so much sooner. */
const MOST_FAILURES = 20;
const TITLES: readonly (readonly [title: string, outcome: Outcome])[] = [
  ["Failures", "failed"],
  ["Warnings", "warning"],
];

/** The results as Markdown, for the summary of a job on GitHub or a comment. */
export function stepSummary(results: RunResults): string {
  const { verdict, target, document, environment, checks } = results;
  return [
    `## ${verdict.conforms ? "✅" : "❌"} MicroBilt OAuth conformance: ${plain(target.name)} ${plain(verdict.text)}`,
    `${code(nameTarget(target))}, checked against ${plain(document.title)} ${plain(document.version)} by version ${environment.suite} of the suite.`,
    countTable(results),
    ...TITLES.flatMap(([title, outcome]) => unmetSection(title, withOutcome(checks, outcome))),
    ...expirySection(results),
    "",
  ].join("\n\n");
}

function countTable({ counts }: RunResults): string {
  const columns = OUTCOMES.filter((outcome) => LEVELS.some((level) => counts[level][outcome] > 0));
  const rows = LEVELS.map((level) => [level, ...columns.map((outcome) => String(counts[level][outcome]))]);
  return table(["", ...columns], rows);
}

function unmetSection(title: string, unmet: readonly CheckResult[]): string[] {
  if (unmet.length === 0) {
    return [];
  }
  const common = groupBySeen(unmet).groups.map((group) => `- ${group.checks.length} checks saw ${code(group.seen)}.`);
  const rows = unmet
    .slice(0, MOST_FAILURES)
    .map(({ id, title: sentence, requirement, findings: [finding] }) => [
      requirement.level,
      `${plain(sentence)}<br>${code(id)}`,
      code(finding?.expected ?? ""),
      code(finding?.seen ?? ""),
    ]);
  const more = unmet.length - rows.length;
  return [
    `### ${title}`,
    ...(common.length > 0 ? [common.join("\n")] : []),
    table(["level", "check", "expected", "seen"], rows),
    ...(more > 0 ? [`And ${more} more: see the report.`] : []),
    ...firstCommand(unmet),
  ];
}

function firstCommand(unmet: readonly CheckResult[]): string[] {
  const curl = unmet.flatMap(({ findings }) => findings).find((finding) => finding.curl !== undefined)?.curl;
  return curl === undefined
    ? []
    : [`<details><summary>Send the first request again</summary>\n\n${codeBlock("sh", curl)}\n\n</details>`];
}

function expirySection(results: RunResults): string[] {
  const lines = expiringSoon(results).map(
    ({ check, days }) => `- ${code(check.id)} ${describeExpiry(days)}: ${plain(check.deviation?.reason ?? "")}`,
  );
  return lines.length === 0 ? [] : ["### Known deviations that expire soon", lines.join("\n")];
}
