import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../flow.ts";
import { LEVELS } from "../requirement.ts";
import { type CheckResult, type Counts, OUTCOMES, type Outcome, type Verdict } from "./results.ts";

/** What a verdict depends on beside the results. */
export interface RunFacts {
  /** The flows in which the server issued an access token. @default both */
  readonly granted?: readonly FlowName[] | undefined;
  /** Why the run ended before its last check. @default it did not */
  readonly incomplete?: string | undefined;
}

/**
 * Decides whether a target conforms, and says how much of it was checked.
 *
 * @param total how many MUST requirements there are for this kind of target, selected or not
 */
export function decideVerdict(
  checks: readonly CheckResult[],
  total: number,
  { granted = FLOW_NAMES, incomplete }: RunFacts = {},
): Verdict {
  const must = checks.filter(({ requirement }) => requirement.level === "MUST");
  const checked = must.filter(({ isMet }) => isMet !== undefined).length;
  const accepted = must.filter(({ outcome }) => outcome === "accepted").length;
  const doubt = doubtsIn(checks, granted, incomplete);
  return {
    conforms: doubt === undefined,
    text: doubt ?? coverage(checked, accepted, total),
    checked,
    total,
  };
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

function coverage(checked: number, accepted: number, total: number): string {
  if (checked < total) {
    return `conforms as far as checked: ${checked} of ${total} MUST checks ran`;
  }
  const passed = `conforms: ${checked - accepted} of ${total} MUST checks passed`;
  return accepted === 0 ? passed : `${passed}, ${accepted} failed as a known deviation`;
}

/** Why a target does not conform, or is not shown to; undefined if it conforms. */
function doubtsIn(
  checks: readonly CheckResult[],
  granted: readonly FlowName[],
  incomplete: string | undefined,
): string | undefined {
  const failures = checks.filter(({ outcome }) => outcome === "failed");
  const failed = failures.filter(({ isMet }) => isMet !== undefined).length;
  const missing = failures.length - failed;
  const ended = incomplete === undefined ? [] : [`the run ended early (${incomplete})`];
  const unknown = missing === 0 ? [] : [`${countOf(missing)} ${missing === 1 ? "has" : "have"} no result`];
  if (failed > 0) {
    return `does not conform: ${[`${countOf(failed)} failed`, ...unknown, ...ended].join(", ")}`;
  }
  const refused = FLOW_NAMES.filter((flow) => !granted.includes(flow) && !isExcused(checks, flow));
  if (refused.length > 0) {
    const flows = refused.map((flow) => FLOW_LABELS[flow]).join(" or ");
    return `does not conform: no access token for a ${flows} token request`;
  }
  // A run in which every check was skipped proves nothing.
  const skipped = checks.some(hasRun) ? [] : ["every check was skipped"];
  const doubts = [...unknown, ...ended, ...(unknown.length + ended.length === 0 ? skipped : [])];
  return doubts.length === 0 ? undefined : `is not shown to conform: ${doubts.join(", ")}`;
}

/** Whether the run accepts that the server does not issue an access token in a flow. */
function isExcused(checks: readonly CheckResult[], flow: FlowName): boolean {
  const check = checks.find(({ id }) => id === `token-request/${flow}`);
  return check?.outcome === "accepted" || check?.skipKind === "limitation";
}

function hasRun({ isMet, skipKind }: CheckResult): boolean {
  return isMet !== undefined || skipKind === "limitation";
}

function countOf(checks: number): string {
  return `${checks} ${checks === 1 ? "check" : "checks"}`;
}
