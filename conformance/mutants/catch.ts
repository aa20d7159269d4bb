import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Level } from "../src/level.ts";
import { mutants } from "./all.ts";
import type { Mutant } from "./mutant.ts";

/** What became of a mutant. */
export interface Outcome {
  readonly mutant: Pick<Mutant, "title" | "caughtBy">;
  /** The checks that failed, with their levels. */
  readonly failed: readonly { readonly id: string; readonly level: Level }[];
  /** In ms. */
  readonly duration: number;
}

/** Whether it was caught by the check that names its defect, at a level that counts. */
export function isCaught({ mutant, failed }: Outcome): boolean {
  return failed.some(({ id, level }) => id === mutant.caughtBy && level !== "INFO");
}

/** Runs the whole catalogue against each mutant, on all cores. */
export async function catchMutants(onOutcome: (outcome: Outcome) => void = () => {}): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return outcomes.sort((a, b) => indexOf(a) - indexOf(b));

  function work(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const worker = new Worker(new URL("worker.ts", import.meta.url));
    const give = () => {
      worker.postMessage(next < mutants.length ? next : undefined);
      next += 1;
    };
    worker.on("message", (outcome: Outcome) => {
      outcomes.push(outcome);
      onOutcome(outcome);
      give();
    });
    worker.once("error", reject);
    worker.once("exit", () => resolve());
    give();
    return promise;
  }
}

function indexOf({ mutant }: Outcome): number {
  return mutants.findIndex(({ title }) => title === mutant.title);
}
