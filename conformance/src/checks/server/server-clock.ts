import { setTimeout as sleep } from "node:timers/promises";
import type { CheckContext } from "../../check.ts";

/** Whether the checks can move the clock of the server. */
export function canMoveClock({ target }: CheckContext): boolean {
  return target.controlUrl !== undefined && target.lacks.control === undefined;
}

/** Performs an action when time has passed on the server: moves its clock if that is possible, or waits. */
export async function later<T>(context: CheckContext, ms: number, act: () => Promise<T>): Promise<T> {
  if (!canMoveClock(context)) {
    await sleep(ms);
    return act();
  }
  await context.control.advanceClock(ms);
  try {
    return await act();
  } finally {
    // The shared tokens must not expire while other checks use them.
    await context.control.advanceClock(-ms);
  }
}
