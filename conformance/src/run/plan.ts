import type { CheckDefinition } from "../check.ts";
import { FLOW_NAMES } from "../flow.ts";
import type { Target } from "../target.ts";

/** What a run is going to send. */
export interface Plan {
  readonly checks: number;
  /** At most. */
  readonly requests: number;
  /** How long they take at the target's pace at least, in ms. */
  readonly duration: number;
}

/** Counts what the checks that the target supports send, and the access token of each flow that they share. */
export function planOf(checks: readonly Pick<CheckDefinition<never>, "needs" | "requests">[], target: Target): Plan {
  if (target.kind === "client") {
    return { checks: checks.length, requests: 0, duration: 0 };
  }
  const { lacks, pace } = target;
  const possible = checks.filter(({ needs = [] }) => needs.every((need) => lacks[need] === undefined));
  const all = possible.reduce((sum, { requests = 1 }) => sum + requests, FLOW_NAMES.length);
  const requests = Math.min(all, pace.budget);
  return { checks: possible.length, requests, duration: requests * pace.interval };
}
