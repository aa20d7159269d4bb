import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const COMMAND = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

const folder = await mkdtemp(join(tmpdir(), "microbilt-reports-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

export const CREDENTIALS = { MICROBILT_CLIENT_ID: "an-id", MICROBILT_CLIENT_SECRET: "s3cret+&=%/é$" };

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Where the reports are. */
  readonly report: string;
}

interface Started extends Pick<Outcome, "report"> {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
}

/** Runs the command as a user does: as a process of its own. */
export async function runCommand(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const { child, report } = await startCommand(args, variables);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr, report };
}

export async function startCommand(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Started> {
  const report = await mkdtemp(join(folder, "report-"));
  const { MICROBILT_CLIENT_ID: _id, MICROBILT_CLIENT_SECRET: _secret, ...inherited } = process.env;
  const child = spawn(process.execPath, [COMMAND, ...(args[0] === "diff" ? [] : ["--report", report]), ...args], {
    env: { ...inherited, NO_COLOR: "1", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { child, report };
}
