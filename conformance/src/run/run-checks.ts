import type { Check } from "../check.ts";
import type { Spec } from "../document/spec.ts";
import type { ServerTarget } from "../target.ts";
import { createContext } from "./context.ts";
import type { CheckResult } from "./results.ts";
import { runCheck } from "./run-check.ts";

/** Runs checks one after the other, in this process. */
export async function runChecks(
  spec: Spec,
  checks: readonly Check[],
  target: ServerTarget,
  seed: number,
): Promise<readonly CheckResult[]> {
  const context = createContext(spec, target, seed);
  const results: CheckResult[] = [];
  for (const check of checks) {
    results.push(await runCheck(check, context));
  }
  return results;
}
