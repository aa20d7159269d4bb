import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { schemaErrors } from "../document/schema-validation.ts";
import { CannotRun } from "../errors.ts";
import schema from "../reports/results.schema.json" with { type: "json" };
import type { RunResults } from "../run/results.ts";

const VERSION: RunResults["schemaVersion"] = 2;

/**
 * Reads the results of a run.
 *
 * @param path of a results.json, or of the folder that contains it
 * @throws {CannotRun} if the file cannot be read, or does not contain results
 */
export async function readResults(path: string): Promise<RunResults> {
  const content = await readJson(path);
  const { schemaVersion } = (content ?? {}) as Partial<Record<keyof RunResults, unknown>>;
  if (typeof schemaVersion === "number" && schemaVersion !== VERSION) {
    throw new CannotRun(`${path} has schema version ${schemaVersion}; this version of the suite reads ${VERSION}.`);
  }
  const problem = schemaErrors(schema, content);
  if (problem !== undefined) {
    throw new CannotRun(`${path} does not contain the results of a run: ${problem}.`);
  }
  return content as RunResults;
}

async function readJson(path: string): Promise<unknown> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, "results.json") : path;
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new CannotRun(`Could not read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
