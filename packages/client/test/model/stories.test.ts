/** The promises hold in every order in which calls, aborts, answers, faults and jumps of the clock can come. */
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { stories } from "./commands.ts";
import { createWorld } from "./world.ts";

const RUNS = 20_000;
const MINUTES = 60_000;

test(`in ${RUNS} random stories no promise is broken`, { timeout: 10 * MINUTES }, async () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", onUnhandled);
  onTestFinished(() => {
    process.off("unhandledRejection", onUnhandled);
  });

  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const world = createWorld();
      for (const command of story) {
        await world.obey(command);
      }
      await world.end();
      expect(world.broken).toEqual([]);
      expect(unhandled).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
