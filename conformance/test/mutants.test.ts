/** The suite catches every defect it is meant to, by the check that names it; and every check catches something. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const MINUTES = 60_000;
const COMMAND = fileURLToPath(new URL("../mutants/run.ts", import.meta.url));

test("every mutant is caught, and no check is suspect", { timeout: 10 * MINUTES }, async () => {
  // It exits with 1 when one is not, and prints which.
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND]);

  const [, caught, mutants] = /(\d+) of (\d+) defects caught by the check that names them/.exec(stdout) ?? [];
  expect(Number(mutants)).toBeGreaterThanOrEqual(70);
  expect(caught).toBe(mutants);
  expect(stdout).toMatch(/, 0 of \d+ checks suspect/);
});
