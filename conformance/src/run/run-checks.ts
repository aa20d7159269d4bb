import type { CheckDefinition } from "../check.ts";
import { CannotRun } from "../errors.ts";
import type { RunContext } from "./context.ts";
import type { CheckResult } from "./results.ts";
import { runCheck } from "./run-check.ts";

/** A check that takes longer than this hangs: each of its requests has a deadline of its own. */
const LONGEST_CHECK_IN_MS = 120_000;

/**
 * Runs checks one after the other.
 *
 * @param onResult called after each check
 * @throws {CannotRun} if a check breaks or hangs
 */
export async function runChecks<Context>(
  checks: readonly CheckDefinition<Context>[],
  run: RunContext<Context>,
  onResult: (result: CheckResult) => void = () => {},
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = await inTime(check.id, runCheck(check, run));
    results.push(result);
    onResult(result);
  }
  return results;
}

/** @throws {CannotRun} if the check hangs */
async function inTime(id: string, result: Promise<CheckResult>): Promise<CheckResult> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `The check ${id} did not end within ${LONGEST_CHECK_IN_MS / 1_000} s.`;
  const timer = setTimeout(() => reject(new CannotRun(message)), LONGEST_CHECK_IN_MS);
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
