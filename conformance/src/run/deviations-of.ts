import { maskVariableParts } from "./mask-variable-parts.ts";
import type { KnownDeviation, ReportedFinding, RunResults } from "./results.ts";

/** How long a failure is accepted unless a person decides otherwise. */
const DAYS = 30;
const DAY_IN_MS = 24 * 60 * 60 * 1_000;
/** A shorter part of what was seen would also be part of another failure. */
const LEAST_CHARACTERS = 3;
const MOST_CHARACTERS = 60;

/** The failures of a run as known deviations, beside those that it accepted. A person completes the reasons. */
export function deviationsOf({
  checks,
  startedAt,
}: Pick<RunResults, "checks" | "startedAt">): readonly KnownDeviation[] {
  const until = new Date(Date.parse(startedAt) + DAYS * DAY_IN_MS).toISOString().slice(0, "2027-01-31".length);
  return checks.flatMap(({ id, outcome, isMet, deviation, findings }) => {
    if (outcome === "accepted" && deviation) {
      return [deviation];
    }
    if (outcome !== "failed" || isMet !== false) {
      return [];
    }
    const seen = seenInAll(findings);
    return [{ check: id, reason: "TODO", until, ...(seen !== undefined && { seen }) }];
  });
}

/** What all findings start with, without what differs in every run; undefined if that says too little. */
function seenInAll(findings: readonly ReportedFinding[]): string | undefined {
  const [first = "", ...others] = findings.map(({ seen }) => maskVariableParts(seen).split("#")[0] ?? "");
  let length = Math.min(first.length, MOST_CHARACTERS);
  while (!others.every((other) => other.startsWith(first.slice(0, length)))) {
    length -= 1;
  }
  const common = first.slice(0, length).toWellFormed().trimEnd();
  return common.length >= LEAST_CHARACTERS ? common : undefined;
}
