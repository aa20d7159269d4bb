import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Writes a generated file; with `--check` on the command line it only compares, and a file that differs makes the
 * process end with 1.
 */
export async function writeGenerated(file: URL, text: string): Promise<void> {
  const path = fileURLToPath(file);
  const current = await readFile(path, "utf8").catch(() => undefined);
  if (current === text) {
    return;
  }
  if (process.argv.includes("--check")) {
    console.error(`${relative(process.cwd(), path)} is stale. Run: pnpm generate`);
    process.exitCode = 1;
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
