import { checksFor } from "../checks/catalogue.ts";
import { identify, loadSpec } from "../document/spec.ts";
import type { Target } from "../targets/target.ts";
import { runSuite } from "../vitest/run-suite.ts";
import { withDeviations } from "./deviations.ts";
import { type Plan, planOf } from "./plan.ts";
import { type CheckResult, type Deviation, type RunResults, verdictOn } from "./results.ts";
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
 * Runs the suite against a target.
 *
 * @throws {CannotRun} when nothing is selected, or the suite itself breaks
 */
export async function run(target: Target, options: RunOptions): Promise<RunResults> {
  const { strict, seed, selection, deviations, onStart, onResult } = options;
  const start = new Date();
  const spec = loadSpec();
  const selected = select(spec, checksFor(spec, target), selection);
  const { name, title, baseUrl } = target;
  const about = { target: { name, title, baseUrl }, document: identify(spec), seed };
  onStart(about, planOf(selected, target));
  const judge = (result: CheckResult) => withDeviations(result, deviations, start);
  const { close: _, ...description } = target;
  const suite = { target: description, strict, seed, checks: selected.map(({ id }) => id) };
  const { checks, requests } = await runSuite(suite, (result) => onResult(judge(result)));
  const judged = checks.map(judge);
  return {
    schemaVersion: 1,
    verdict: verdictOn(judged, strict),
    strict,
    ...about,
    startedAt: start.toISOString(),
    duration: Date.now() - start.getTime(),
    requests,
    checks: judged,
  };
}
