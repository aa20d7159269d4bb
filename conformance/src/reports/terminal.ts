import type { styleText } from "node:util";
import type { Group } from "../check.ts";
import { FLOW_NAMES } from "../flow.ts";
import { count, countByLevel } from "../run/count.ts";
import type { Plan } from "../run/plan.ts";
import { type CheckResult, isBinding, type ReportedFinding, type RunResults } from "../run/results.ts";
import type { Target } from "../target.ts";

/** So many marks fit on a line beside the name of the group. */
const MARKS_A_LINE = 60;
const MARGIN = 18;
/** So many ids say what is meant; the report has them all. */
const ENOUGH_IDS = 2;
/** So many failures say that something is wrong; the report has them all. */
const ENOUGH_FAILURES = 20;

/** Colours a text where the output can show colours. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

export interface Progress {
  show(result: CheckResult): void;
  end(): void;
}

/** One mark for each check as it ends, one line for each group. */
export function createProgress(write: (text: string) => void, paint: Paint): Progress {
  let current: Group | undefined;
  let marks = 0;
  return {
    show(result) {
      if (result.group !== current) {
        write(`${current ? "\n" : ""}${`  ${result.group.replace("-", " ")}`.padEnd(MARGIN)}`);
        current = result.group;
        marks = 0;
      }
      if (marks > 0 && marks % MARKS_A_LINE === 0) {
        write(`\n${"".padEnd(MARGIN)}`);
      }
      marks += 1;
      write(markOf(result, paint));
    },
    end() {
      write("\n");
    },
  };
}

function markOf(result: CheckResult, paint: Paint): string {
  switch (result.outcome) {
    case "passed":
      return paint("green", "✓");
    case "skipped":
      return paint("gray", "-");
    default:
      return isBinding(result, false) ? paint("red", "✗") : paint("yellow", "!");
  }
}

/** What a release engineer wants to know at a glance. */
export function summary(results: RunResults, page: string, paint: Paint): string {
  return [
    "",
    ...flowLines(results, paint),
    "",
    ...levelLines(results),
    ...sectionLines("not as required", failureLines(results, paint)),
    ...sectionLines("known deviations", deviationLines(results)),
    ...sectionLines("skipped", skipLines(results)),
    ...sectionLines("noted", noteLines(results)),
    "",
    `  report          ${page}`,
    "",
    verdictLine(results, paint),
    "",
  ].join("\n");
}

/** What is about to be done, before anything is sent. */
export function heading(
  { target, document, seed }: Pick<RunResults, "target" | "document" | "seed">,
  description: Target,
  plan: Plan,
  paint: Paint,
): string {
  return [
    "",
    paint("bold", "  MicroBilt OAuth conformance"),
    "",
    `  target          ${[target.title, target.baseUrl].filter(Boolean).join(", ")}`,
    `  document        ${document.title} ${document.version}, sha256 ${document.digest.slice(0, 12)}`,
    `  seed            ${seed}`,
    ...planLines(description, plan),
    "",
    "",
  ].join("\n");
}

/** Somebody else's server is not asked without saying how much and what. */
function planLines(target: Target, { requests, duration }: Plan): string[] {
  if (target.kind === "client") {
    return [];
  }
  const { pace, resource } = target;
  const most = `  will send       at most ${requests} requests`;
  if (pace.interval === 0) {
    return [most];
  }
  const minutes = Math.max(1, Math.round(duration / 60_000));
  return [
    `${most}, ${1_000 / pace.interval} a second: about ${minutes} min`,
    "                  token requests with the right credentials and with wrong ones",
    resource
      ? `                  calls of ${resource.method} ${resource.path}, with and without a good access token`
      : "                  no call of a product",
  ];
}

function flowLines({ checks, target }: RunResults, paint: Paint): string[] {
  if (target.name === "client") {
    return [`  flows           ${FLOW_NAMES.join(", ")}`];
  }
  const flows = FLOW_NAMES.map((flow) => {
    const check = checks.find(({ id }) => id === `token-request/${flow}`);
    return `${flow} ${check?.outcome === "passed" ? paint("green", "granted") : paint("red", "not granted")}`;
  });
  return [`  flows           ${flows.join(", ")}`];
}

function levelLines({ checks }: RunResults): string[] {
  const columns = ["passed", "failed", "skipped"] as const;
  const rows = countByLevel(checks)
    .filter(({ tally }) => columns.some((column) => tally[column] > 0))
    .map(({ level, tally }) => [level, ...columns.map((column) => String(tally[column]))]);
  return [["checks", ...columns], ...rows].map(
    ([first = "", ...cells]) => `  ${first.padEnd(8)}${cells.map((cell) => cell.padStart(8)).join("")}`,
  );
}

/** Those that fail the run come first. */
function failureLines({ checks, strict }: RunResults, paint: Paint): string[] {
  const failed = checks.filter(({ outcome, deviation }) => outcome === "failed" && !deviation);
  const binding = failed.filter((check) => isBinding(check, strict));
  const shown = [...binding, ...failed.filter((check) => !binding.includes(check))].slice(0, ENOUGH_FAILURES);
  const more = failed.length - shown.length;
  return [
    ...shown.flatMap((check) => {
      const { id, title, requirement, findings } = check;
      const label = paint(binding.includes(check) ? "red" : "yellow", requirement.level.padEnd(6));
      return [`${label} ${id}`, `       ${title} (${requirement.title})`, ...findings.flatMap(evidenceLines)];
    }),
    ...(more > 0 ? [`and ${more} more: see the report`] : []),
  ];
}

function deviationLines({ checks }: RunResults): string[] {
  return checks.flatMap(({ deviation }) =>
    deviation ? [deviation.check, `       accepted until ${deviation.until}: ${deviation.reason}`] : [],
  );
}

/** A line for each reason: many checks can have the same. */
function skipLines({ checks }: RunResults): string[] {
  const skipped = Map.groupBy(
    checks.filter(({ outcome }) => outcome === "skipped"),
    ({ reason = "" }) => reason,
  );
  return [...skipped].flatMap(([reason, same]) => {
    const ids = same.slice(0, ENOUGH_IDS).map(({ id }) => id);
    const others = same.length - ids.length;
    return [
      `${String(same.length).padStart(3)}  ${reason}`,
      `     ${ids.join(", ")}${others > 0 ? ` and ${others} more` : ""}`,
    ];
  });
}

function noteLines({ checks }: RunResults): string[] {
  return checks.flatMap(({ notes }) => notes);
}

function evidenceLines({ expected, seen }: ReportedFinding): string[] {
  return [`       expected  ${expected}`, `       seen      ${seen}`];
}

function sectionLines(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function verdictLine({ verdict, target, checks, duration }: RunResults, paint: Paint): string {
  const { passed, failed, skipped } = count(checks);
  const accepted = checks.filter(({ deviation }) => deviation).length;
  const said = `${target.name} ${verdict}`;
  const figures = `${passed} passed, ${failed} failed${accepted > 0 ? ` (${accepted} accepted)` : ""}, ${skipped} skipped in ${(duration / 1000).toFixed(1)} s`;
  return `  ${paint(["bold", verdict === "conforms" ? "green" : "red"], said)}: ${figures}`;
}
