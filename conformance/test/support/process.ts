import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type CommandResult, withReport } from "./command.ts";
import { temporaryFolder } from "./folder.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** The command as a process of its own. */
export interface CommandProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** The folder with the reports. */
  readonly report: string;
}

/** Starts the command as users do. */
export async function startProcess(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  stdout: "pipe" | number = "pipe",
): Promise<CommandProcess> {
  const report = join(await temporaryFolder(), "report");
  const child = spawn(process.execPath, [CLI, ...withReport(args, report)], {
    env: { PATH: process.env["PATH"], NO_COLOR: "1", ...environment },
    stdio: ["ignore", stdout, "pipe"],
  }) as CommandProcess["child"];
  return { child, report };
}

/** Runs the command as users do, until it ends. */
export async function runProcess(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  const { child, report } = await startProcess(args, environment);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr, report };
}
