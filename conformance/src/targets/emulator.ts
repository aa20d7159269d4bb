import { createEmulator } from "@microbilt-oauth/emulator";
import type { Contract } from "@microbilt-oauth/spec";
import { CannotRun, type Target, UNHURRIED } from "./target.ts";

const DEADLINE_IN_MS = 2_000;

/**
 * Starts the emulator, which knows applications, issues tokens and remembers them.
 *
 * @throws {CannotRun} when it cannot listen
 */
export async function startEmulator({ resource }: Contract, port?: number): Promise<Target> {
  const emulator = createEmulator();
  try {
    const { url } = await emulator.listen(port === undefined ? {} : { port });
    return {
      name: "emulator",
      title: "@microbilt-oauth/emulator, started for this run",
      baseUrl: url,
      credentials: emulator.apps.register(),
      resource: { method: resource.methods.at(-1) ?? "POST", path: resource.path },
      cannot: {},
      limitations: {},
      deadline: DEADLINE_IN_MS,
      pace: UNHURRIED,
      close: () => emulator.close(),
    };
  } catch (error) {
    throw new CannotRun((error as Error).message, { cause: error });
  }
}
