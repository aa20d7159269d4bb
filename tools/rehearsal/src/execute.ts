import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { promisify } from "node:util";

/** Far more than the steps of a rehearsal take. */
const TIME_LIMIT_IN_MS = 10 * 60_000;

/** A command that did not end with the exit code 0. The message contains what it printed. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/**
 * Runs a command on this Node, and returns what it prints to stdout.
 *
 * @param environment variables in addition to those of this process
 * @throws {CommandFailed}
 */
export async function execute(
  cwd: string,
  environment: Readonly<Record<string, string>>,
  command: string,
  ...args: readonly string[]
): Promise<string> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1", ...environment };
  env["PATH"] = `${dirname(process.execPath)}${delimiter}${env["PATH"]}`;
  const options = { cwd, env, timeout: TIME_LIMIT_IN_MS, maxBuffer: 64 * 1024 * 1024 };
  try {
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    const { stdout = "", stderr = "", killed } = error as { stdout?: string; stderr?: string; killed?: boolean };
    const outcome = killed ? `took longer than ${TIME_LIMIT_IN_MS / 60_000} minutes` : "failed";
    throw new CommandFailed(`${command} ${args.join(" ")} ${outcome}:\n${stdout}${stderr}`.trimEnd());
  }
}
