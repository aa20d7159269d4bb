import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);

/**
 * Lints the document as it is now: a comparison of what is wrong says nothing.
 *
 * @throws {Error} that lists what to correct
 */
export async function lintCurrent(root: string): Promise<void> {
  const entry = join(require.resolve("@redocly/cli/package.json"), "../bin/cli.js");
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
  try {
    await promisify(execFile)(process.execPath, [entry, "lint", "--format", "stylish"], {
      cwd: join(root, "spec"),
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const { stdout, message } = error as { stdout?: string; message: string };
    throw new Error(`spec/openapi.yaml does not lint. Correct this first:\n${(stdout || message).trim()}`);
  }
}
