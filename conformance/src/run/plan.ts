import type { CheckDefinition } from "../check.ts";
import { FLOW_NAMES } from "../flow.ts";
import type { Target } from "../target.ts";

/** What a run will send. */
export interface RunPlan {
  /** How many checks will run. The others need something that the target lacks. */
  readonly checks: number;
  /** The most requests that the run will send. */
  readonly requests: number;
  /** How long these requests take at the target's pace, in ms; 0 if the pace is not limited. */
  readonly duration: number;
}

/** Adds up the requests of the checks that the target supports, and of the access tokens that they share. */
export function planRun(
  checks: readonly Pick<CheckDefinition<never>, "needs" | "requests">[],
  target: Target,
): RunPlan {
  if (target.kind === "client") {
    return { checks: checks.length, requests: 0, duration: 0 };
  }
  const { lacks, pace } = target;
  const supported = checks.filter(({ needs = [] }) => needs.every((need) => lacks[need] === undefined));
  const most = supported.reduce((sum, { requests = 1 }) => sum + requests, FLOW_NAMES.length);
  const requests = Math.min(most, pace.budget);
  return { checks: supported.length, requests, duration: requests * pace.interval };
}
