import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CannotRun } from "../errors.ts";
import type { RunResults } from "../run/results.ts";
import { htmlReport } from "./html/html-report.ts";
import { junitReport } from "./junit-report.ts";

const PAGE = "index.html";

/**
 * Writes the reports of a run to a folder: index.html, junit.xml and results.json. It creates the folder. If one of them
 * cannot be written, it writes the others.
 *
 * @returns the path of index.html
 * @throws {CannotRun} that says which files could not be written and why; no part of them stays
 */
export async function writeReports(folder: string, results: RunResults): Promise<string> {
  const reports: Readonly<Record<string, () => string>> = {
    "results.json": () => `${JSON.stringify(results, null, 2)}\n`,
    "junit.xml": () => junitReport(results),
    [PAGE]: () => htmlReport(results),
  };
  const problems: string[] = [];
  // A folder that cannot be created is a problem of each file.
  await mkdir(folder, { recursive: true }).catch(() => {});
  for (const [name, format] of Object.entries(reports)) {
    const path = join(folder, name);
    try {
      await writeFile(path, format());
    } catch (error) {
      problems.push(`${name} (${(error as Error).message})`);
      // Part of a file would be mistaken for the whole.
      await rm(path, { force: true }).catch(() => {});
    }
  }
  if (problems.length > 0) {
    throw new CannotRun(`Could not write to ${folder}: ${problems.join(", ")}`);
  }
  return join(folder, PAGE);
}
