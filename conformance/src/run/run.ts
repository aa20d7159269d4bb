import type { CheckDefinition } from "../check.ts";
import { clientRequestChecks } from "../checks/client/client-requests.ts";
import { catalogue } from "../checks/server/catalogue.ts";
import { type DocumentIdentity, identify, loadSpec, specAt } from "../document/spec.ts";
import type { FlowName } from "../flow.ts";
import { requirementAt } from "../requirement.ts";
import type { Target } from "../target.ts";
import type { RunContext, RunSettings } from "./context.ts";
import { createContext } from "./create-context.ts";
import { accessTokenCommand, describeEnvironment, recordSelection } from "./describe-run.ts";
import { planRun, type RunPlan } from "./plan.ts";
import { preflight } from "./preflight.ts";
import type { CheckResult, RunResults, TargetIdentity } from "./results.ts";
import { runChecks } from "./run-checks.ts";
import { type Selection, selectChecks } from "./selection.ts";
import { unlessAborted } from "./unless-aborted.ts";
import { countByLevel, decideVerdict } from "./verdict.ts";

/** Which checks to run, how their results count, and which functions to call during the run. */
export interface RunOptions extends RunSettings, Selection {
  /** Called before the first request. */
  readonly onStart?: ((start: RunStart) => void) | undefined;
  /** Called after each check. */
  readonly onResult?: ((result: CheckResult) => void) | undefined;
  /** Ends the run early; its reason is part of the results. @default never */
  readonly signal?: AbortSignal | undefined;
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
 * Runs the checks of a target, one after the other. If `signal` aborts the run, the results are those so far.
 *
 * @throws {CannotRun} if the selection leaves no check, or a server issues no access token in either flow
 */
export function run(target: Target, options: RunOptions = {}): Promise<RunResults> {
  const spec = loadSpec();
  if (target.kind === "client") {
    return runAll(clientRequestChecks(spec), createContext(spec, target, options), options);
  }
  const context = createContext(spec, target, options);
  return runAll(catalogue(specAt(spec, target)), context, options, () => preflight(context, target));
}

async function runAll<Context>(
  all: readonly CheckDefinition<Context>[],
  context: RunContext<Context>,
  { now = new Date(), onStart, onResult, signal, ...selection }: RunOptions,
  prepare: () => Promise<readonly FlowName[] | undefined> = async () => undefined,
): Promise<RunResults> {
  const { seed, rules } = context;
  const checks = selectChecks(context, all, selection);
  const about = { target: identityOf(context.target), document: identify(context), seed };
  const start = performance.now();
  onStart?.({ ...about, plan: planRun(checks, context.target) });
  const granted = await unlessAborted(prepare, signal);
  const results = await runChecks(checks, context, { onResult, signal });
  const incomplete = describeAbort(signal, results.length, checks.length);
  const must = all.filter(({ requirement }) => requirementAt(context.document, requirement).level === "MUST");
  return {
    schemaVersion: 2,
    environment: describeEnvironment(),
    selection: recordSelection(selection),
    ...accessTokenCommand(context),
    verdict: decideVerdict(results, must.length, { granted, incomplete }),
    counts: countByLevel(results),
    strict: rules.strict,
    requireAll: rules.requireAll,
    ...about,
    startedAt: now.toISOString(),
    duration: Math.round(performance.now() - start),
    requests: context.requests,
    ...(incomplete !== undefined && { incomplete }),
    checks: results,
  };
}

/** Why a run ended before its last check; undefined if it did not. */
function describeAbort(signal: AbortSignal | undefined, ran: number, planned: number): string | undefined {
  return signal?.aborted && ran < planned ? `${signal.reason} after ${ran} of ${planned} checks` : undefined;
}

function identityOf(target: Target): TargetIdentity {
  const { name, title } = target;
  return target.kind === "server" ? { name, title, baseUrl: target.baseUrl } : { name, title };
}
