import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Writes a generated file if its content has changed. With `--check` on the command line it writes nothing; a stale file
 * is reported and sets the exit code to 1.
 */
export async function writeGenerated(file: URL, content: string): Promise<void> {
  const path = fileURLToPath(file);
  const current = await readFile(path, "utf8").catch(() => undefined);
  if (current === content) {
    return;
  }
  if (process.argv.includes("--check")) {
    console.error(`${relative(process.cwd(), path)} is stale. Run: pnpm generate`);
    process.exitCode = 1;
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
