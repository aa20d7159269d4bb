/** Starts the command `microbilt-emulator` as a developer does. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

export const CLI: string = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

export interface RunningCommand {
  readonly child: ChildProcess;
  /** Everything that it has printed. */
  printed(): string;
  /** The value of a row of the greeting. */
  row(name: string): string;
}

/** Starts the command at any free port, and waits for its greeting. The command ends with the test. */
export async function startCommand(...args: readonly string[]): Promise<RunningCommand> {
  const child = spawn(process.execPath, [CLI, "--port", "0", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      output += part;
    });
  }
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`The command ended: ${output}`)));
  ended.catch(() => {});
  while (!output.includes("Press Ctrl-C to stop.")) {
    await Promise.race([once(child.stdout, "data"), ended]);
  }
  return {
    child,
    printed: () => output,
    row: (name) => new RegExp(`^ +${name} +(\\S+)$`, "m").exec(output)?.[1] ?? "",
  };
}

/** Runs the command until it ends by itself. */
export async function runCommand(
  ...args: readonly string[]
): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> {
  return promisify(execFile)(process.execPath, [CLI, ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
}

/** The commands of the greeting, ready to paste. */
export function printedCommands(printed: string): string[] {
  return printed.match(/^curl(?:.*\\\n)*.*$/gm) ?? [];
}

/** Runs a curl command in a shell, and returns the JSON of the response. */
export async function pasteCommand(command: string): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --silent`]);
  return JSON.parse(stdout);
}

export function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}
