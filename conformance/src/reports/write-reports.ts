import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CannotRun } from "../errors.ts";
import type { RunResults } from "../run/results.ts";
import { htmlReport } from "./html/html-report.ts";
import { junitReport } from "./junit-report.ts";

/**
 * Writes the reports of a run to a folder: index.html, junit.xml and results.json. It creates the folder.
 *
 * @returns the path of index.html
 * @throws {CannotRun} if a file cannot be written
 */
export async function writeReports(folder: string, results: RunResults): Promise<string> {
  const page = join(folder, "index.html");
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
    await writeFile(join(folder, "junit.xml"), junitReport(results));
    await writeFile(page, htmlReport(results));
  } catch (error) {
    throw new CannotRun(`Could not write the reports to ${folder}: ${(error as Error).message}`, { cause: error });
  }
  return page;
}
