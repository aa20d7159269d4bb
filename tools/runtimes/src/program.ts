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
  /** The last it printed, complaints first. */
  readonly lastWords: () => string;
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
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const lastWords = () => (stderr || stdout).trim().slice(-ENOUGH_TO_TELL_WHY);

  const ended = new Promise<string>((resolve, reject) => {
    let problem: Error | undefined;
    child.once("error", (error) => {
      problem = signal.aborted ? signal.reason : error;
    });
    // Its children have ended by then too: they share its output.
    child.once("close", (code, killedBy) => {
      if (code === 0) {
        resolve(stdout);
      }
      reject(problem ?? new Error(`It ended with ${code ?? killedBy}. ${lastWords()}`.trim()));
    });
  });
  return { child, ended, lastWords };
}

/** Ends a server when what was wanted of it is known, or cannot come any more. */
export async function whileRunning<T>({ child, ended, lastWords }: Program, wanted: Promise<T>): Promise<T> {
  const explained = wanted.catch((error: Error) => {
    throw new Error(`${error.message} ${lastWords()}`.trim(), { cause: error });
  });
  try {
    return await Promise.race([explained, ended.then(() => Promise.reject(new Error("It ended by itself.")))]);
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
