import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const COMMAND = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
const ENOUGH_FOR_A_BUNDLE_IN_BYTES = 64 * 1024 * 1024;

/**
 * Runs a command of the Redocly CLI and gives what it printed to standard output.
 *
 * @param directory where it looks for `redocly.yaml`
 * @throws when it exits with another code than 0; the error holds `stdout` and `stderr`
 */
export async function redocly(directory: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args], {
    cwd: directory,
    maxBuffer: ENOUGH_FOR_A_BUNDLE_IN_BYTES,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  return stdout;
}
