import type { styleText } from "node:util";
import type { Group } from "../check.ts";
import { count, countByLevel } from "../run/count.ts";
import { type CheckResult, isBinding, type ReportedFinding, type RunResults } from "../run/results.ts";
import { FLOW_NAMES } from "../run/token-requests.ts";

/** Colours a text where the output can show colours. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

export interface Progress {
  show(result: CheckResult): void;
  end(): void;
}

/** One mark for each check as it ends, one line for each group. */
export function createProgress(write: (text: string) => void, paint: Paint): Progress {
  let current: Group | undefined;
  return {
    show({ group, outcome, requirement }) {
      if (group !== current) {
        write(`${current ? "\n" : ""}  ${group.replace("-", " ").padEnd(16)}`);
        current = group;
      }
      write(markOf(outcome, requirement.level === "MUST", paint));
    },
    end() {
      write("\n");
    },
  };
}

function markOf(outcome: CheckResult["outcome"], isMust: boolean, paint: Paint): string {
  switch (outcome) {
    case "passed":
      return paint("green", "✓");
    case "skipped":
      return paint("gray", "-");
    default:
      return isMust ? paint("red", "✗") : paint("yellow", "!");
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
    ...sectionLines("skipped", skipLines(results)),
    "",
    `  report          ${page}`,
    "",
    verdictLine(results, paint),
    "",
  ].join("\n");
}

export function heading({ target, document }: Pick<RunResults, "target" | "document">, paint: Paint): string {
  return [
    "",
    paint("bold", "  MicroBilt OAuth conformance"),
    "",
    `  target          ${target.title}, ${target.baseUrl}`,
    `  document        ${document.title} ${document.version}, sha256 ${document.digest.slice(0, 12)}`,
    "",
    "",
  ].join("\n");
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
  const rows = countByLevel(checks).map(({ level, tally }) => [
    level,
    ...columns.map((column) => String(tally[column])),
  ]);
  return [["checks", ...columns], ...rows].map(
    ([first = "", ...cells]) => `  ${first.padEnd(8)}${cells.map((cell) => cell.padStart(8)).join("")}`,
  );
}

function failureLines({ checks, strict }: RunResults, paint: Paint): string[] {
  return checks.flatMap(({ id, title, requirement, outcome, findings }) => {
    if (outcome !== "failed") {
      return [];
    }
    const colour = isBinding(requirement.level, strict) ? "red" : "yellow";
    const label = paint(colour, requirement.level.padEnd(6));
    return [`${label} ${id}`, `       ${title} (${requirement.title})`, ...findings.flatMap(evidenceLines)];
  });
}

function skipLines({ checks }: RunResults): string[] {
  return checks.flatMap(({ id, outcome, reason, findings }) =>
    outcome === "skipped" ? [id, `       ${reason}`, ...findings.flatMap(evidenceLines)] : [],
  );
}

function evidenceLines({ expected, seen }: ReportedFinding): string[] {
  return [`       expected  ${expected}`, `       seen      ${seen}`];
}

function sectionLines(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function verdictLine({ verdict, target, checks, duration }: RunResults, paint: Paint): string {
  const { passed, failed, skipped } = count(checks);
  const said = `${target.name} ${verdict}`;
  const figures = `${passed} passed, ${failed} failed, ${skipped} skipped in ${(duration / 1000).toFixed(1)} s`;
  return `  ${paint(["bold", verdict === "conforms" ? "green" : "red"], said)}: ${figures}`;
}
