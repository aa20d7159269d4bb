import type { Check } from "../check.ts";
import type { TargetDescription } from "../targets/target.ts";
import { FLOW_NAMES } from "./token-requests.ts";

/** What a run is going to send. */
export interface Plan {
  readonly checks: number;
  /** At most. */
  readonly requests: number;
  /** How long they take at the target's pace at least, in ms. */
  readonly duration: number;
}

/** Counts what the checks that the target can be asked send, and a grant of each flow that they share. */
export function planOf(checks: readonly Check[], { lacks, pace }: TargetDescription): Plan {
  const possible = checks.filter(({ needs = [] }) => needs.every((need) => lacks[need] === undefined));
  const all = possible.reduce((sum, { requests = 1 }) => sum + requests, FLOW_NAMES.length);
  const requests = Math.min(all, pace.budget);
  return { checks: possible.length, requests, duration: requests * pace.interval };
}
