import type { CheckDefinition } from "../check.ts";
import { clientRequestChecks } from "../checks/client/client-requests.ts";
import { catalogue } from "../checks/server/catalogue.ts";
import { identify, loadSpec } from "../document/spec.ts";
import type { Target } from "../target.ts";
import { createClientContext, createContext, type RunContext } from "./context.ts";
import { withDeviations } from "./deviations.ts";
import { type Plan, planOf } from "./plan.ts";
import { type CheckResult, type Deviation, type RunResults, verdictOn } from "./results.ts";
import { runCheck } from "./run-check.ts";
import { type Selection, select } from "./selection.ts";

/** How a run is to go. */
export interface RunOptions {
  readonly strict: boolean;
  /** What random requests are drawn from. */
  readonly seed: number;
  readonly selection: Selection;
  /** Failures that are accepted. */
  readonly deviations: readonly Deviation[];
  readonly onStart: (run: Pick<RunResults, "target" | "document" | "seed">, plan: Plan) => void;
  readonly onResult: (result: CheckResult) => void;
}

/**
 * Runs the checks of a target, one after the other.
 *
 * @throws {CannotRun} if no check is selected
 */
export function run(target: Target, options: RunOptions): Promise<RunResults> {
  const spec = loadSpec();
  return target.kind === "client"
    ? runAll(clientRequestChecks(spec), createClientContext(spec, target), options)
    : runAll(catalogue(spec), createContext(spec, target, options.seed), options);
}

async function runAll<Context>(
  all: readonly CheckDefinition<Context>[],
  context: RunContext<Context>,
  { strict, seed, selection, deviations, onStart, onResult }: RunOptions,
): Promise<RunResults> {
  const start = new Date();
  const { target } = context;
  const checks = select(context, all, selection);
  const { name, title } = target;
  const about = {
    target: { name, title, ...(target.kind === "server" && { baseUrl: target.baseUrl }) },
    document: identify(context),
    seed,
  };
  onStart(about, planOf(checks, target));
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = withDeviations(await runCheck(check, context), deviations, start);
    results.push(result);
    onResult(result);
  }
  return {
    schemaVersion: 1,
    verdict: verdictOn(results, strict),
    strict,
    ...about,
    startedAt: start.toISOString(),
    duration: Date.now() - start.getTime(),
    requests: context.requests,
    checks: results,
  };
}
