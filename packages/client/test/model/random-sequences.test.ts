/** The promises hold in every order in which calls, aborts, responses, faults and clock changes can occur. */
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { commandSequences } from "./commands.ts";
import { createSimulation } from "./simulation.ts";

const RUNS = 20_000;
const MINUTES = 60_000;

test(`the promises hold in ${RUNS} random sequences of events`, { timeout: 10 * MINUTES }, async () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", onUnhandled);
  onTestFinished(() => {
    process.off("unhandledRejection", onUnhandled);
  });

  await fc.assert(
    fc.asyncProperty(commandSequences, async (commands) => {
      const simulation = createSimulation();
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
