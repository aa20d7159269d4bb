import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const COMMAND = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * Runs a command of the Redocly CLI and returns its standard output.
 *
 * @param directory the folder that contains `redocly.yaml`
 * @throws when the command's exit code is not 0; the error has `stdout` and `stderr`
 */
export async function redocly(directory: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args], {
    cwd: directory,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout;
}
