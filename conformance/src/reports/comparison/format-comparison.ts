import type { CheckDifference, Comparison } from "../../run/compare.ts";
import type { RunResults } from "../../run/results.ts";
import { code, plain, table } from "../content/markdown.ts";
import { nameTarget } from "../content/name-target.ts";
import type { Paint, TextStyle } from "../terminal/paint.ts";

/** How to print a comparison: for a terminal, for a program, or for a pull request. */
export type DiffFormat = "text" | "json" | "markdown";

/** The runs that were compared. */
export interface ComparedRuns {
  /** The earlier run. */
  readonly before: RunResults;
  /** The later run. */
  readonly after: RunResults;
}

/** The version of the JSON format. It increases when a reader of an earlier version would misunderstand the output. */
const SCHEMA_VERSION = 1;

const SECTIONS = [
  ["worse", "red"],
  ["better", "green"],
  ["changed", "yellow"],
] as const satisfies readonly (readonly [keyof Comparison, TextStyle])[];

/** Formats the comparison of two runs. */
export function formatComparison(comparison: Comparison, runs: ComparedRuns, format: DiffFormat, paint: Paint): string {
  switch (format) {
    case "text":
      return asText(comparison, runs, paint);
    case "json":
      return asJson(comparison, runs);
    case "markdown":
      return asMarkdown(comparison, runs);
  }
}

function asText(comparison: Comparison, { before, after }: ComparedRuns, paint: Paint): string {
  const { documents, levels } = comparison;
  return [
    "",
    `  before  ${describeRun(before)}`,
    `  after   ${describeRun(after)}`,
    ...(documents
      ? [
          "",
          `  ${paint("yellow", "another document")}`,
          `    before  ${documents.before}`,
          `    after   ${documents.after}`,
        ]
      : []),
    ...(levels.length > 0 ? ["", `  ${paint("yellow", "other levels")}`] : []),
    ...levels.map((level) => `    ${level.id}: ${level.before} before, ${level.after} after`),
    ...SECTIONS.flatMap(([name, style]) => textSection(paint(style, name), comparison[name])),
    "",
    `  ${summarize(comparison)}`,
    "",
  ].join("\n");
}

function textSection(title: string, differences: readonly CheckDifference[]): string[] {
  const lines = differences.flatMap(({ id, level, before, after }) => [
    `    ${level.padEnd(6)} ${id}`,
    `           before  ${before}`,
    `           after   ${after}`,
  ]);
  return lines.length === 0 ? [] : ["", `  ${title}`, ...lines];
}

function asJson(comparison: Comparison, { before, after }: ComparedRuns): string {
  return JSON.stringify(
    { schemaVersion: SCHEMA_VERSION, before: identify(before), after: identify(after), ...comparison },
    null,
    2,
  );
}

function identify({ target, document, startedAt, verdict }: RunResults): object {
  return { target, document, startedAt, verdict };
}

function asMarkdown(comparison: Comparison, { before, after }: ComparedRuns): string {
  const { worse, documents, levels } = comparison;
  const icon = worse.length > 0 ? "❌" : "✅";
  return [
    `## ${icon} MicroBilt OAuth conformance: ${summarize(comparison)}`,
    table(
      ["", "target", "started", "verdict"],
      [
        ["before", code(nameTarget(before.target)), before.startedAt, plain(before.verdict.text)],
        ["after", code(nameTarget(after.target)), after.startedAt, plain(after.verdict.text)],
      ],
    ),
    ...(documents ? [`The document changed from ${code(documents.before)} to ${code(documents.after)}.`] : []),
    ...(levels.length > 0
      ? ["### Other levels", levels.map((level) => `- ${code(level.id)}: ${level.before} → ${level.after}`).join("\n")]
      : []),
    ...SECTIONS.flatMap(([name]) => markdownSection(name, comparison[name])),
  ].join("\n\n");
}

function markdownSection(name: string, differences: readonly CheckDifference[]): string[] {
  const rows = differences.map(({ id, level, before, after }) => [level, code(id), code(before), code(after)]);
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return rows.length === 0 ? [] : [`### ${title}`, table(["level", "check", "before", "after"], rows)];
}

function summarize({ worse, better, changed }: Comparison): string {
  return `${worse.length} worse, ${better.length} better, ${changed.length} changed`;
}

function describeRun({ target, document, startedAt, verdict }: RunResults): string {
  return `${nameTarget(target)}, ${startedAt}, document ${document.version}: ${verdict.text}`;
}
