import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CannotRun } from "../errors.ts";

/**
 * Finds out whether the reports can be written to a folder, so that a run is not lost at its end. It leaves no trace.
 *
 * @throws {CannotRun} if the folder cannot be created, or no file can be written to it
 */
export async function assertWritable(folder: string): Promise<void> {
  const file = join(folder, `.microbilt-conformance-${process.pid}`);
  let created: string | undefined;
  try {
    created = await mkdir(folder, { recursive: true });
    await writeFile(file, "x");
  } catch (error) {
    throw new CannotRun(`Could not write the reports to ${folder}: ${(error as Error).message}`, { cause: error });
  } finally {
    await rm(created ?? file, { recursive: true, force: true }).catch(() => {});
  }
}
