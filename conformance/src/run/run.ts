import type { CheckDefinition } from "../check.ts";
import { clientRequestChecks } from "../checks/client/client-requests.ts";
import { catalogue } from "../checks/server/catalogue.ts";
import { type DocumentIdentity, identify, loadSpec } from "../document/spec.ts";
import { requirementAt } from "../requirement.ts";
import type { Target } from "../target.ts";
import type { RunContext, RunSettings } from "./context.ts";
import { createContext } from "./create-context.ts";
import { planRun, type RunPlan } from "./plan.ts";
import type { CheckResult, RunResults, TargetIdentity } from "./results.ts";
import { runChecks } from "./run-checks.ts";
import { type Selection, selectChecks } from "./selection.ts";
import { countByLevel, decideVerdict } from "./verdict.ts";

/** Which checks to run, how their results count, and which functions to call during the run. */
export interface RunOptions extends RunSettings, Selection {
  /** Called before the first request. */
  readonly onStart?: ((start: RunStart) => void) | undefined;
  /** Called after each check. */
  readonly onResult?: ((result: CheckResult) => void) | undefined;
}

/** What is known about a run before its first request. */
export interface RunStart {
  /** What will be checked. */
  readonly target: TargetIdentity;
  /** The document that it will be checked against. */
  readonly document: DocumentIdentity;
  /** The seed of random requests. */
  readonly seed: number;
  /** What the run will send. */
  readonly plan: RunPlan;
}

/**
 * Runs the checks of a target, one after the other.
 *
 * @throws {CannotRun} if the selection leaves no check, or a check itself breaks
 */
export function run(target: Target, options: RunOptions = {}): Promise<RunResults> {
  const spec = loadSpec();
  return target.kind === "client"
    ? runAll(clientRequestChecks(spec), createContext(spec, target, options), options)
    : runAll(catalogue(spec), createContext(spec, target, options), options);
}

async function runAll<Context>(
  all: readonly CheckDefinition<Context>[],
  context: RunContext<Context>,
  { now = new Date(), onStart, onResult, ...selection }: RunOptions,
): Promise<RunResults> {
  const { seed, rules } = context;
  const checks = selectChecks(context, all, selection);
  const about = { target: identityOf(context.target), document: identify(context), seed };
  const start = performance.now();
  onStart?.({ ...about, plan: planRun(checks, context.target) });
  const results = await runChecks(checks, context, onResult);
  const must = all.filter(({ requirement }) => requirementAt(context.document, requirement).level === "MUST");
  return {
    schemaVersion: 2,
    verdict: decideVerdict(results, must.length),
    counts: countByLevel(results),
    strict: rules.strict,
    requireAll: rules.requireAll,
    ...about,
    startedAt: now.toISOString(),
    duration: Math.round(performance.now() - start),
    requests: context.requests,
    checks: results,
  };
}

function identityOf(target: Target): TargetIdentity {
  const { name, title } = target;
  return target.kind === "server" ? { name, title, baseUrl: target.baseUrl } : { name, title };
}
