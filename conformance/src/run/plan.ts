import type { CheckDefinition } from "../check.ts";
import type { Target } from "../target.ts";
import { preflightRequests } from "./preflight.ts";

/** What a run will send. */
export interface RunPlan {
  /** How many checks will run. The others need something that the target lacks. */
  readonly checks: number;
  /** The most requests that the run will send. */
  readonly requests: number;
  /** How many of these requests carry wrong credentials: some servers lock an application out. */
  readonly wrongSecrets: number;
  /** How long these requests take at the target's pace, in ms; 0 if the pace is not limited. */
  readonly duration: number;
}

/** Adds up the requests of the checks that the target supports, and of the access tokens that they share. */
export function planRun(
  checks: readonly Pick<CheckDefinition<never>, "needs" | "requests" | "wrongSecrets">[],
  target: Target,
): RunPlan {
  if (target.kind === "client") {
    return { checks: checks.length, requests: 0, wrongSecrets: 0, duration: 0 };
  }
  const { lacks, pace } = target;
  const supported = checks.filter(({ needs = [] }) => needs.every((need) => lacks[need] === undefined));
  const most = supported.reduce((sum, { requests = 1 }) => sum + requests, preflightRequests(target));
  const requests = Math.min(most, pace.budget);
  const wrongSecrets = supported.reduce((sum, check) => sum + (check.wrongSecrets ?? 0), 0);
  return { checks: supported.length, requests, wrongSecrets, duration: requests * pace.interval };
}
