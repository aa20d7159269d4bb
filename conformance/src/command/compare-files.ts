import { type DiffFormat, formatComparison } from "../reports/comparison/format-comparison.ts";
import type { Paint } from "../reports/terminal/paint.ts";
import { compareRuns } from "../run/compare.ts";
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
export async function compareFiles(
  before: string,
  after: string,
  format: DiffFormat,
  paint: Paint,
): Promise<FileComparison> {
  const runs = { before: await readResults(before), after: await readResults(after) };
  const comparison = compareRuns(runs.before, runs.after);
  return { text: formatComparison(comparison, runs, format, paint), isWorse: comparison.worse.length > 0 };
}
