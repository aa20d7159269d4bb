import { nameTarget } from "../reports/content/name-target.ts";
import type { Paint } from "../reports/terminal/paint.ts";
import { type CheckDifference, compareRuns } from "../run/compare.ts";
import type { RunResults } from "../run/results.ts";
import { readResults } from "./results-file.ts";

/** The comparison of two runs, as text. */
export interface FileComparison {
  /** What to print. */
  readonly text: string;
  /** Whether a result got worse. */
  readonly isWorse: boolean;
}

/**
 * Compares two runs.
 *
 * @param before the path of a results.json, or of the folder that contains it
 * @param after the same for the later run
 * @throws {CannotRun} if one of them does not contain results
 */
export async function compareFiles(before: string, after: string, paint: Paint): Promise<FileComparison> {
  const [first, second] = [await readResults(before), await readResults(after)];
  const { worse, better, changed } = compareRuns(first, second);
  const text = [
    "",
    `  before  ${describeRun(first)}`,
    `  after   ${describeRun(second)}`,
    ...section(paint("red", "worse"), worse),
    ...section(paint("green", "better"), better),
    ...section(paint("yellow", "changed"), changed),
    "",
    `  ${worse.length} worse, ${better.length} better, ${changed.length} changed`,
    "",
  ].join("\n");
  return { text, isWorse: worse.length > 0 };
}

function describeRun({ target, document, startedAt, verdict }: RunResults): string {
  return `${nameTarget(target)}, ${startedAt}, document ${document.version}: ${verdict.text}`;
}

function section(title: string, differences: readonly CheckDifference[]): string[] {
  const lines = differences.flatMap(({ id, level, before, after }) => [
    `    ${level.padEnd(6)} ${id}`,
    `           before  ${before}`,
    `           after   ${after}`,
  ]);
  return lines.length === 0 ? [] : ["", `  ${title}`, ...lines];
}
