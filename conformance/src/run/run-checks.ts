import type { CheckDefinition } from "../check.ts";
import type { RunContext } from "./context.ts";
import type { CheckResult } from "./results.ts";
import { runCheck } from "./run-check.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** How checks run one after the other. */
export interface RunChecksOptions {
  /** Called after each check. */
  readonly onResult?: ((result: CheckResult) => void) | undefined;
  /** Ends the run: the result of the check that is running is lost, and no further check starts. @default never */
  readonly signal?: AbortSignal | undefined;
}

/** Runs checks one after the other, and returns the results so far if the signal aborts the run. */
export async function runChecks<Context>(
  checks: readonly CheckDefinition<Context>[],
  run: RunContext<Context>,
  { onResult, signal }: RunChecksOptions = {},
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = await unlessAborted(() => runCheck(check, run), signal);
    if (!result) {
      break;
    }
    results.push(result);
    onResult?.(result);
  }
  return results;
}
