import { setTimeout as sleep } from "node:timers/promises";
import { NotApplicable } from "../errors.ts";
import type { Pace } from "../target.ts";

/** Lets a request go no sooner than the pace allows, and none beyond the budget. */
export function createTurnstile({ interval, budget }: Pace): { pass(): Promise<void>; readonly passed: number } {
  let passed = 0;
  let next = 0;
  return {
    get passed() {
      return passed;
    },
    async pass() {
      if (passed >= budget) {
        throw new NotApplicable(`the run's budget of ${budget} requests is spent`);
      }
      passed += 1;
      const now = performance.now();
      const wait = Math.max(0, next - now);
      next = now + wait + interval;
      if (wait > 0) {
        await sleep(wait);
      }
    },
  };
}
