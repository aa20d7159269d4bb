import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Executable {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Surroundings {
  /** Where it works, and puts its caches. */
  readonly folder: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly stdio?: StdioOptions;
}

export interface Program {
  readonly child: ChildProcess;
  /** What it printed; rejected when it cannot be started, fails, or is ended by the signal. */
  readonly ended: Promise<string>;
}

const ENOUGH_TO_TELL_WHY = 2_000;

/** The path of a file in an installed package. */
export function installed(file: string): string {
  return fileURLToPath(import.meta.resolve(file));
}

/** Starts a program without this one's environment: no option, proxy or secret of the caller's gets in. */
export function start(executable: Executable, args: readonly string[], surroundings: Surroundings): Program {
  const { folder, signal, stdio = ["ignore", "pipe", "pipe"] } = surroundings;
  const child = spawn(executable.path, args, {
    cwd: folder,
    env: { HOME: folder, TMPDIR: folder, NO_COLOR: "1", DO_NOT_TRACK: "1", ...executable.env },
    killSignal: "SIGKILL",
    signal,
    stdio,
  });
  const stdout: string[] = [];
  const stderr: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text) => stdout.push(text));
  child.stderr?.setEncoding("utf8").on("data", (text) => stderr.push(text));

  const ended = new Promise<string>((resolve, reject) => {
    let problem: Error | undefined;
    child.once("error", (error) => {
      problem = signal.aborted ? signal.reason : error;
    });
    // After its children too have ended: they share its output.
    child.once("close", (code, killedBy) => {
      if (code === 0) {
        resolve(stdout.join(""));
      }
      const why = [...stderr, ...stdout].join("").trim().slice(-ENOUGH_TO_TELL_WHY);
      reject(problem ?? new Error(`It ended with ${code ?? killedBy}. ${why}`));
    });
  });
  return { child, ended };
}

/** Ends a server when what was wanted of it is known, or cannot come any more. */
export async function whileRunning<T>({ child, ended }: Program, wanted: Promise<T>): Promise<T> {
  try {
    return await Promise.race([wanted, ended.then(() => Promise.reject(new Error("It ended by itself.")))]);
  } finally {
    child.kill("SIGKILL");
    await ended.catch(() => {});
  }
}

/** The version an executable says it has. */
export async function versionOf(executable: Executable, surroundings: Surroundings): Promise<string> {
  const said = await start(executable, ["--version"], surroundings).ended;
  return /\d[\w.-]*/.exec(said)?.[0] ?? said.trim();
}
