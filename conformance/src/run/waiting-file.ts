import { createHash } from "node:crypto";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotRun } from "../errors.ts";
import type { ServerTarget } from "../target.ts";
import type { Waiting } from "../waiting.ts";

/** Only the user may read the file: it holds access tokens that are still valid. */
const OWNER_ONLY = 0o600;

/** What an interrupted run left, by the digest of its target and then by name. */
type Saved = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Waits in real time, and keeps in a file what an interrupted run leaves to the next one against the same target. The
 * file exists only while something is pending.
 *
 * @param longest the longest time to wait in one check, in ms
 */
export function waitWithFile(
  path: string,
  longest: number,
  { baseUrl, credentials }: Pick<ServerTarget, "baseUrl" | "credentials">,
): Waiting {
  const key = createHash("sha256").update(`${baseUrl} ${credentials.clientId}`).digest("hex");
  return {
    longest,
    now: Date.now,
    sleep: (ms) => sleep(ms),
    load: async (name) => (await read(path))[key]?.[name],
    async save(name, state) {
      const saved = await read(path);
      const { [name]: _, ...others } = saved[key] ?? {};
      const mine = state === undefined ? others : { ...others, [name]: state };
      const { [key]: __, ...targets } = saved;
      await write(path, Object.keys(mine).length === 0 ? targets : { ...targets, [key]: mine });
    },
  };
}

async function read(path: string): Promise<Saved> {
  try {
    const saved: unknown = JSON.parse(await readFile(path, "utf8"));
    return typeof saved === "object" && saved !== null ? (saved as Saved) : {};
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") {
      return {};
    }
    throw new CannotRun(`Could not read the state of pending checks: ${(error as Error).message}`, { cause: error });
  }
}

async function write(path: string, saved: Saved): Promise<void> {
  try {
    if (Object.keys(saved).length === 0) {
      await rm(path, { force: true });
      return;
    }
    await writeFile(path, `${JSON.stringify(saved, null, 2)}\n`, { mode: OWNER_ONLY });
    // The mode above applies to new files only.
    await chmod(path, OWNER_ONLY);
  } catch (error) {
    throw new CannotRun(`Could not save the state of pending checks: ${(error as Error).message}`, { cause: error });
  }
}
