import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { StoredToken, TokenStore } from "@microbilt-oauth/client";

/** A lock that is older belongs to a process that has died. */
const LONGEST_LOCK_IN_MS = 60_000;
const POLL_INTERVAL_IN_MS = 20;
/** Only the current user can read the files: they contain access tokens. */
const PRIVATE = 0o600;

interface Entry {
  readonly value: StoredToken;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/** Keeps access tokens in a folder that the processes of one machine share. */
export async function createFileStore(folder: string): Promise<TokenStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fileOf = (key: string) => join(folder, Buffer.from(key).toString("base64url"));

  return {
    async get(key) {
      const text = await readFile(fileOf(key), "utf8").catch(() => undefined);
      if (text === undefined) {
        return undefined;
      }
      const { value, expiresAt } = JSON.parse(text) as Entry;
      return Date.now() < expiresAt ? value : undefined;
    },

    async set(key, value, ttl) {
      const entry: Entry = { value, expiresAt: Date.now() + ttl };
      const temporary = `${fileOf(key)}.${randomUUID()}`;
      await writeFile(temporary, JSON.stringify(entry), { mode: PRIVATE });
      // Replaces the file at once, so that no process reads half of it.
      await rename(temporary, fileOf(key));
    },

    delete: (key) => rm(fileOf(key), { force: true }),

    async lock(key) {
      const file = `${fileOf(key)}.lock`;
      while (!(await createLock(file))) {
        await removeOldLock(file);
        await pause(POLL_INTERVAL_IN_MS);
      }
      return () => rm(file, { force: true });
    },
  };
}

/** Creates a lock file, and returns whether it did: only one process can. */
async function createLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx", PRIVATE);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  }
}

async function removeOldLock(file: string): Promise<void> {
  const createdAt = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  if (Date.now() - createdAt > LONGEST_LOCK_IN_MS) {
    await rm(file, { force: true });
  }
}
