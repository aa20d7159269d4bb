import { FLOW_LABELS, FLOW_NAMES } from "../../flow.ts";
import { LEVELS } from "../../requirement.ts";
import { type CheckResult, OUTCOMES, type Outcome, type ReportedFinding, type RunResults } from "../../run/results.ts";
import { count } from "../../run/verdict.ts";
import { describeExpiry, expiringSoon } from "../content/expiry.ts";
import { likelyCause } from "../content/likely-cause.ts";
import { groupBySeen } from "../content/seen-groups.ts";
import { type Paint, paintOutcome } from "./paint.ts";

/** The ids of checks that were skipped for the same reason; the report lists the others. */
const MOST_IDS = 2;
/** The failures in the terminal; the report lists the others. */
const MOST_FAILURES = 20;
/** The findings of a failure; the report lists the others. */
const MOST_FINDINGS = 3;
/** The groups of failures that saw the same. */
const MOST_GROUPS = 3;
/** The outcomes that the table and the totals show even if there are none. */
const ALWAYS_SHOWN: readonly Outcome[] = ["passed", "failed", "skipped"];

/** Summarises a run: what was not met, what was skipped and why, and the verdict. */
export function summary(results: RunResults, page: string, paint: Paint): string {
  const { checks } = results;
  return [
    "",
    ...flowLines(results, paint),
    ...countLines(results),
    ...section("most common", commonLines(results)),
    ...section("not met", unmetLines(checks, paint)),
    ...section("known deviations", deviationLines(results)),
    ...section("skipped", skipLines(checks)),
    ...section(
      "notes",
      checks.flatMap(({ notes }) => notes),
    ),
    "",
    `  report          ${page}`,
    "",
    ...verdictLines(results, paint),
    "",
  ].join("\n");
}

/** The two checks that everything else depends on. */
function flowLines({ checks, target }: RunResults, paint: Paint): string[] {
  if (target.name === "client") {
    return [];
  }
  const flows = FLOW_NAMES.map((flow) => {
    const check = checks.find(({ id }) => id === `token-request/${flow}`);
    return `${FLOW_LABELS[flow]} ${check ? paintOutcome(check.outcome, check.outcome, paint) : "not checked"}`;
  });
  return [`  token request formats  ${flows.join(", ")}`, ""];
}

function countLines({ counts }: RunResults): string[] {
  const columns = OUTCOMES.filter(
    (outcome) => ALWAYS_SHOWN.includes(outcome) || LEVELS.some((level) => counts[level][outcome] > 0),
  );
  const rows = LEVELS.filter((level) => OUTCOMES.some((outcome) => counts[level][outcome] > 0)).map((level) => [
    level,
    ...columns.map((outcome) => String(counts[level][outcome])),
  ]);
  return [["checks", ...columns], ...rows].map(
    ([first = "", ...cells]) => `  ${first.padEnd(8)}${cells.map((cell) => cell.padStart(9)).join("")}`,
  );
}

/** What many of the requirements that are not met have in common, and what usually causes it. */
function commonLines({ checks }: RunResults): string[] {
  const unmet = checks.filter(({ outcome }) => outcome === "failed" || outcome === "warning");
  return groupBySeen(unmet)
    .groups.slice(0, MOST_GROUPS)
    .flatMap(({ seen, checks: { length } }) => {
      const cause = likelyCause(seen);
      return [`${length} checks saw ${seen}`, ...(cause === undefined ? [] : [`       ${cause}`])];
    });
}

/** The failures that fail the run come first. */
function unmetLines(checks: readonly CheckResult[], paint: Paint): string[] {
  const unmet = (["failed", "warning", "noted"] as const).flatMap((wanted) =>
    checks.filter(({ outcome }) => outcome === wanted),
  );
  const more = unmet.length - MOST_FAILURES;
  return [
    ...unmet
      .slice(0, MOST_FAILURES)
      .flatMap(({ id, title, outcome, requirement, findings }) => [
        `${paintOutcome(outcome, outcome.padEnd(8), paint)} ${requirement.level.padEnd(6)} ${id}`,
        `         ${title} (${requirement.title})`,
        ...findingsLines(findings),
      ]),
    ...(more > 0 ? [`and ${more} more (see the report)`] : []),
  ];
}

function findingsLines(findings: readonly ReportedFinding[]): string[] {
  const more = findings.length - MOST_FINDINGS;
  return [
    ...findings.slice(0, MOST_FINDINGS).flatMap(findingLines),
    ...(more > 0 ? [`         and ${more} more (see the report)`] : []),
  ];
}

function findingLines({ expected, seen }: ReportedFinding): string[] {
  return [`         expected  ${expected}`, `         seen      ${seen}`];
}

/** The deviations that are accepted, and where they are tracked. Those that expire soon say so. */
function deviationLines(results: RunResults): string[] {
  const soon = new Map(expiringSoon(results).map(({ check, days }) => [check.id, `, ${describeExpiry(days)}`]));
  return results.checks.flatMap(({ id, outcome, deviation }) =>
    outcome === "accepted" && deviation
      ? [
          id,
          `       accepted until ${deviation.until}${soon.get(id) ?? ""}: ${deviation.reason}`,
          ...(deviation.ticket === undefined ? [] : [`       ${deviation.ticket}`]),
        ]
      : [],
  );
}

/** A line for each reason: many checks can have the same. */
function skipLines(checks: readonly CheckResult[]): string[] {
  const byReason = Map.groupBy(
    checks.filter(({ outcome }) => outcome === "skipped"),
    ({ reason = "" }) => reason,
  );
  return [...byReason].flatMap(([reason, same]) => {
    const ids = same.slice(0, MOST_IDS).map(({ id }) => id);
    const more = same.length - ids.length;
    return [
      `${String(same.length).padStart(3)}  ${reason}`,
      `     ${ids.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    ];
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function verdictLines({ verdict, target, checks, duration }: RunResults, paint: Paint): string[] {
  const counts = count(checks);
  const totals = OUTCOMES.filter((outcome) => ALWAYS_SHOWN.includes(outcome) || counts[outcome] > 0).map((outcome) =>
    outcome === "warning" && counts.warning !== 1 ? `${counts.warning} warnings` : `${counts[outcome]} ${outcome}`,
  );
  return [
    `  ${paint(["bold", verdict.conforms ? "green" : "red"], `${target.name} ${verdict.text}`)}`,
    `  ${totals.join(", ")} in ${(duration / 1000).toFixed(1)} s`,
  ];
}
