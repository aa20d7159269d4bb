import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { MutantResult } from "./kill-mutant.ts";

/**
 * Runs checks against every mutant, on all cores.
 *
 * @param isMatrix whether every check runs against every mutant, or only those that the mutant names
 * @returns the results in the order of the mutants
 */
export async function killMutants(
  isMatrix: boolean,
  onResult: (result: MutantResult) => void,
): Promise<readonly MutantResult[]> {
  const results: MutantResult[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: availableParallelism() }, runWorker));
  return results;

  function runWorker(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const worker = new Worker(new URL("worker.ts", import.meta.url), { workerData: isMatrix });
    let current = 0;
    // An index beyond the last mutant ends the worker.
    const postNext = () => {
      current = next;
      next += 1;
      worker.postMessage(current);
    };
    worker.on("message", (result: MutantResult) => {
      results[current] = result;
      onResult(result);
      postNext();
    });
    worker.once("error", reject);
    worker.once("exit", () => resolve());
    postNext();
    return promise;
  }
}
