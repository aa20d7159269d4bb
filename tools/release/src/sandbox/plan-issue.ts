import type { CheckResult, Results } from "./results.ts";

/** An open issue of the repository. */
export interface OpenIssue {
  /** Its number. */
  readonly number: number;
  /** Its text. */
  readonly body: string;
}

/** What to do with the issue. */
export type IssuePlan =
  | { readonly action: "none" }
  | { readonly action: "open"; readonly title: string; readonly body: string }
  | { readonly action: "update"; readonly number: number; readonly body: string; readonly comment: string | undefined }
  | { readonly action: "close"; readonly number: number; readonly body: string; readonly comment: string };

/** Begins the line by which the issue is found again, and which names the deviations that it reports. */
const MARKER = "<!-- sandbox-deviations:";
const TITLE = "MicroBilt's sandbox deviates from the contract";

/**
 * Decides what the one issue about the sandbox must say. Only names and titles of checks get into it: what the sandbox
 * responded is in the report.
 *
 * @param results the results of the run
 * @param issues the open issues
 * @param runUrl the address of the run, which has the report
 */
export function planIssue(results: Results, issues: readonly OpenIssue[], runUrl: string): IssuePlan {
  const found = results.checks.filter(isDeviation);
  const issue = issues.find(({ body }) => body.includes(MARKER));
  const known = issue ? knownIds(issue.body) : [];
  const unchecked = new Set(results.checks.filter(({ isMet }) => isMet === undefined).map(({ id }) => id));
  const isListed = new Set(results.checks.map(({ id }) => id));
  // A deviation is over when its check ran and did not find it, or no longer exists; not when the check did not run.
  const kept = known.filter((id) => unchecked.has(id) || (results.incomplete !== undefined && !isListed.has(id)));
  const ids = [...new Set([...found.map(({ id }) => id), ...kept])].sort();
  const added = found.filter(({ id }) => !known.includes(id));
  const body = issueBody(results, ids, runUrl);
  if (!issue) {
    return ids.length === 0 ? { action: "none" } : { action: "open", title: TITLE, body };
  }
  if (ids.length === 0) {
    const comment = `The [run of ${results.startedAt}](${runUrl}) found no deviation.`;
    return { action: "close", number: issue.number, body, comment };
  }
  const comment =
    added.length === 0
      ? undefined
      : `The [run of ${results.startedAt}](${runUrl}) found new deviations:\n\n${list(added)}`;
  return { action: "update", number: issue.number, body, comment };
}

function isDeviation({ outcome, isMet }: CheckResult): boolean {
  return isMet === false && (outcome === "failed" || outcome === "warning");
}

function knownIds(body: string): string[] {
  const begin = body.indexOf(MARKER) + MARKER.length;
  return body.slice(begin, body.indexOf("-->", begin)).split(/\s+/).filter(Boolean);
}

function issueBody(results: Results, ids: readonly string[], runUrl: string): string {
  const checks = ids.map((id) => results.checks.find((check) => check.id === id) ?? { id });
  return [
    `The conformance suite found deviations from the document, version ${results.document.version}. The report is an artifact of the [last run](${runUrl}) (${results.startedAt}): ${results.verdict.text}.`,
    ...(results.incomplete === undefined ? [] : [`The run was not complete: ${results.incomplete}`]),
    list(checks),
    "If MicroBilt changed its API, edit `spec/openapi.yaml`. If a deviation is known and accepted, list it in a file for `--known`.",
    `${MARKER} ${ids.join(" ")} -->`,
  ].join("\n\n");
}

function list(checks: readonly (CheckResult | { readonly id: string })[]): string {
  return checks
    .map((check) =>
      "title" in check ? `- \`${check.id}\` (${check.requirement.level}): ${check.title}` : `- \`${check.id}\``,
    )
    .join("\n");
}
