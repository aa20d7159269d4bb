/** The promises hold in every order in which calls, aborts, responses, faults of server and store, and clock changes can occur. */
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { commandSequences } from "./commands.ts";
import { createSimulation } from "./simulation.ts";

const RUNS = 20_000;
const MINUTES = 60_000;

test(`the promises hold in ${RUNS} random sequences of events`, { timeout: 10 * MINUTES }, async () => {
  // The real digest runs in another thread, so a simulation could not know when it has finished.
  const digest = vi.spyOn(crypto.subtle, "digest").mockResolvedValue(new ArrayBuffer(32));
  onTestFinished(() => digest.mockRestore());
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", onUnhandled);
  onTestFinished(() => {
    process.off("unhandledRejection", onUnhandled);
  });

  await fc.assert(
    fc.asyncProperty(commandSequences, fc.boolean(), async (commands, hasStore) => {
      const simulation = createSimulation(hasStore);
      for (const command of commands) {
        await simulation.execute(command);
      }
      await simulation.finish();
      expect(simulation.violations).toEqual([]);
      expect(unhandled).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
