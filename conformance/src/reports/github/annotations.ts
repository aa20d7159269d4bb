import type { CheckResult, RunResults } from "../../run/results.ts";
import { withOutcome } from "../content/unmet.ts";

/** GitHub shows no more annotations of a kind for a step. */
const MOST_ANNOTATIONS = 10;

/**
 * The workflow commands that annotate a run on GitHub: an error for each failure and a warning for each warning.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function annotations({ checks, verdict }: RunResults): string {
  const errors = annotate("error", withOutcome(checks, "failed"));
  const warnings = annotate("warning", withOutcome(checks, "warning"));
  const verdictLine = verdict.conforms ? [] : [command("error", "MicroBilt OAuth conformance", verdict.text)];
  return [...verdictLine, ...errors, ...warnings].map((line) => `${line}\n`).join("");
}

function annotate(kind: "error" | "warning", checks: readonly CheckResult[]): string[] {
  return checks.slice(0, MOST_ANNOTATIONS - 1).map(({ id, title, requirement, findings: [finding] }) => {
    const evidence = finding ? `\nexpected ${finding.expected}\nseen ${finding.seen}` : "";
    return command(kind, `${requirement.level} ${id}`, title + evidence);
  });
}

function command(kind: "error" | "warning", title: string, message: string): string {
  return `::${kind} title=${escapeProperty(title)}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
