import { identify, loadFacts } from "../document/facts.ts";
import type { Target } from "../targets/target.ts";
import { runSuite } from "../vitest/run-suite.ts";
import { type CheckResult, type RunResults, verdictOn } from "./results.ts";

export interface RunOptions {
  readonly strict: boolean;
  readonly onStart: (run: Pick<RunResults, "target" | "document">) => void;
  readonly onResult: (result: CheckResult) => void;
}

/** Runs the suite against a target. */
export async function run(target: Target, { strict, onStart, onResult }: RunOptions): Promise<RunResults> {
  const start = new Date();
  const { name, title, baseUrl } = target;
  const about = { target: { name, title, baseUrl }, document: identify(loadFacts()) };
  onStart(about);
  const { close: _, ...description } = target;
  const { checks, requests } = await runSuite({ target: description, strict }, onResult);
  return {
    verdict: verdictOn(checks, strict),
    strict,
    ...about,
    startedAt: start.toISOString(),
    duration: Date.now() - start.getTime(),
    requests,
    checks,
  };
}
