import { setTimeout as sleep } from "node:timers/promises";
import { NotApplicable } from "../errors.ts";
import type { Pace } from "../target.ts";

/** Limits how fast, and how often, a run sends requests. */
export interface Pacer {
  /** How many requests it has let through. */
  readonly requests: number;
  /**
   * Waits until the next request may be sent.
   *
   * @throws {NotApplicable} if the budget is spent
   */
  next(): Promise<void>;
}

/** Creates a pacer that keeps to a pace. */
export function createPacer({ interval, budget }: Pace): Pacer {
  let requests = 0;
  let earliest = 0;
  return {
    get requests() {
      return requests;
    },
    async next() {
      if (requests >= budget) {
        throw new NotApplicable(`the run has spent its budget of ${budget} requests`, "transient");
      }
      requests += 1;
      const now = performance.now();
      const wait = Math.max(0, earliest - now);
      earliest = now + wait + interval;
      if (wait > 0) {
        await sleep(wait);
      }
    },
  };
}
