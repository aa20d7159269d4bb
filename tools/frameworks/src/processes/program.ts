import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Result } from "../cases/check.ts";

export interface ProgramOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: StdioOptions;
  /** Receives each line of standard output. */
  readonly onLine?: (line: string) => void;
}

export interface Program {
  readonly child: ChildProcess;
  /** Settles when the program has ended. */
  readonly ended: Promise<ProgramOutcome>;
}

export interface ProgramOutcome {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The start of a line that holds a result. */
export const RESULT_PREFIX = "@result ";

/** Starts a program with an environment of its own: no option, proxy or credential of the caller gets in. */
export function startProgram(file: string, args: readonly string[], options: ProgramOptions): Program {
  const { cwd, signal, env, stdio = ["ignore", "pipe", "pipe"], onLine } = options;
  const child = spawn(file, args, {
    cwd,
    env: { PATH: process.env["PATH"], HOME: cwd, NO_COLOR: "1", DO_NOT_TRACK: "1", CI: "1", ...env },
    killSignal: "SIGKILL",
    signal,
    stdio,
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  if (onLine && child.stdout) {
    createInterface(child.stdout).on("line", onLine);
  }
  const ended = new Promise<ProgramOutcome>((resolve, reject) => {
    child.once("error", (error) => reject(signal.aborted ? signal.reason : error));
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  ended.catch(() => {});
  return { child, ended };
}

/** Runs a program whose cases print their results, and reports each; a program that fails otherwise is a failed case. */
export async function runCases(
  file: string,
  args: readonly string[],
  options: ProgramOptions & { readonly label: string; readonly report: (result: Result) => void },
): Promise<void> {
  const { label, report } = options;
  let seen = 0;
  const onLine = (line: string) => {
    if (line.startsWith(RESULT_PREFIX)) {
      seen += 1;
      const result = JSON.parse(line.slice(RESULT_PREFIX.length)) as Result;
      report({ ...result, title: `${label}: ${result.title}` });
    }
  };
  const { code, stderr, stdout } = await startProgram(file, args, { ...options, onLine }).ended;
  if (code !== 0 || seen === 0) {
    const said = firstLines(stderr || stdout);
    report({ title: `${label}: runs to its end`, failures: [`ended with ${code}: ${said}`], measured: "" });
  }
}

/** The start of an output, on one line. */
export function firstLines(output: string, length = 600): string {
  return output.replace(/\s+/g, " ").trim().slice(0, length);
}

const CLOCK_TICKS_PER_S = 100;

/** The processor time a running process has used, in ms; `undefined` where the system does not tell. */
export function cpuTimeOf(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / CLOCK_TICKS_PER_S;
  } catch {
    return undefined;
  }
}
