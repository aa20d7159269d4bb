import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Registry, startRegistry } from "./registry.ts";

/**
 * Runs something with a registry and a temporary folder, and removes both, also when a signal stops it.
 *
 * @throws {Error} if a signal stops it
 */
export async function withRegistry<T>(run: (registry: Registry, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "microbilt-rehearsal-"));
  const registry = await startRegistry(join(folder, "registry"));
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => reject(new Error(`Stopped by ${signal}. Nothing was changed.`)));
    }
  });
  try {
    return await Promise.race([stopped, run(registry, folder)]);
  } finally {
    await registry.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
