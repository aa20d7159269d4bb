import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CannotRun } from "../errors.ts";
import type { RunResults } from "../run/results.ts";
import { htmlReport } from "./html.ts";
import { junitReport } from "./junit.ts";

/**
 * Leaves the three reports of a run in a directory, and gives the path of the one to read.
 *
 * @throws {CannotRun} when the directory cannot be written
 */
export async function writeReports(directory: string, results: RunResults): Promise<string> {
  const page = join(directory, "index.html");
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
    await writeFile(join(directory, "junit.xml"), junitReport(results));
    await writeFile(page, htmlReport(results));
  } catch (error) {
    throw new CannotRun(`The reports cannot be written: ${(error as Error).message}`);
  }
  return page;
}
