import type { Level } from "../requirement.ts";
import { maskVariableParts } from "./mask-variable-parts.ts";
import type { CheckResult, ReportedFinding, RunResults } from "./results.ts";

/** How the results of two runs differ. */
export interface Comparison {
  /** Requirements that the target met before, or that were not checked, and that it does not meet now; and those that it met before and that were not checked now. */
  readonly worse: readonly CheckDifference[];
  /** Requirements that the target did not meet before, and meets now. */
  readonly better: readonly CheckDifference[];
  /** All other differences between results. */
  readonly changed: readonly CheckDifference[];
  /** Checks whose requirement has another level now. */
  readonly levels: readonly LevelChange[];
  /** The documents, if they differ. */
  readonly documents?: DocumentChange;
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

/** How the level of a requirement differs. */
export interface LevelChange {
  /** The id of the check. */
  readonly id: string;
  /** The earlier level. */
  readonly before: Level;
  /** The later level. */
  readonly after: Level;
}

/** The documents that the two runs checked against, with the starts of their digests. */
export interface DocumentChange {
  /** The earlier document. */
  readonly before: string;
  /** The later document. */
  readonly after: string;
}

const NOT_IN_THE_RUN = "not in the run";

/** Compares two runs check by check. Times and ids that differ in every run do not count. */
export function compareRuns(before: RunResults, after: RunResults): Comparison {
  const earlier = new Map(before.checks.map((check) => [check.id, check]));
  const later = new Map(after.checks.map((check) => [check.id, check]));
  const differences = { worse: [], better: [], changed: [] } as Record<Direction, CheckDifference[]>;
  const levels: LevelChange[] = [];
  for (const id of new Set([...earlier.keys(), ...later.keys()])) {
    const [first, second] = [earlier.get(id), later.get(id)];
    const check = second ?? first;
    const difference = { before: describeResult(first), after: describeResult(second) };
    if (check && maskVariableParts(difference.before) !== maskVariableParts(difference.after)) {
      differences[directionOf(first, second)].push({ id, level: check.requirement.level, ...difference });
    }
    if (first && second && first.requirement.level !== second.requirement.level) {
      levels.push({ id, before: first.requirement.level, after: second.requirement.level });
    }
  }
  const documents = { before: describeDocument(before), after: describeDocument(after) };
  const isSameDocument = before.document.digest === after.document.digest;
  return { ...differences, levels, ...(!isSameDocument && { documents }) };
}

type Direction = "worse" | "better" | "changed";

/** A requirement that is no longer checked may no longer be met: that is a regression, too. */
function directionOf(first: CheckResult | undefined, second: CheckResult | undefined): Direction {
  if (first?.isMet === true && second?.isMet !== true) {
    return "worse";
  }
  if (first && first.isMet === undefined && second?.isMet === false) {
    return "worse";
  }
  return first?.isMet === false && second?.isMet === true ? "better" : "changed";
}

function describeResult(check: CheckResult | undefined): string {
  if (!check) {
    return NOT_IN_THE_RUN;
  }
  const { isMet, reason, findings } = check;
  if (isMet === undefined) {
    return `skipped: ${reason}`;
  }
  return isMet ? "passed" : `not met: ${describeFindings(findings)}`;
}

/** What was seen in several findings is written once. */
function describeFindings(findings: readonly ReportedFinding[]): string {
  const bySeen = Map.groupBy(findings, ({ seen }) => seen);
  return [...bySeen].map(([seen, { length }]) => (length > 1 ? `${seen} (${length} times)` : seen)).join("; ");
}

function describeDocument({ document }: RunResults): string {
  return `${document.title} ${document.version}, sha256 ${document.digest.slice(0, 12)}`;
}
