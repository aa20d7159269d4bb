import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A file to execute. */
export interface Executable {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProgramOptions {
  /** The program's working directory, home and folder for temporary files. */
  readonly folder: string;
  /** Kills the program. */
  readonly signal: AbortSignal;
  readonly stdio?: StdioOptions;
}

/** A program that was started. */
export interface ChildProgram {
  readonly child: ChildProcess;
  /** Its standard output, once it has exited. Rejects if it cannot start, fails, or is killed by the signal. */
  readonly exited: Promise<string>;
  /** Returns the end of its standard error, or of its standard output if it wrote no error. */
  readonly outputTail: () => string;
}

const MAX_TAIL_LENGTH = 2_000;

/** Returns the path of a file in an installed package. */
export function packageFile(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}

/** Starts a program without the environment of this process, so that no option, proxy or secret reaches it. */
export function startProgram(executable: Executable, args: readonly string[], options: ProgramOptions): ChildProgram {
  const { folder, signal, stdio = ["ignore", "pipe", "pipe"] } = options;
  const child = spawn(executable.path, args, {
    cwd: folder,
    env: { HOME: folder, TMPDIR: folder, NO_COLOR: "1", DO_NOT_TRACK: "1", ...executable.env },
    killSignal: "SIGKILL",
    signal,
    stdio,
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk) => {
    stderr += chunk;
  });
  const outputTail = () => (stderr || stdout).trim().slice(-MAX_TAIL_LENGTH);

  const exited = new Promise<string>((resolve, reject) => {
    let problem: Error | undefined;
    child.once("error", (error) => {
      problem = signal.aborted ? signal.reason : error;
    });
    // "close" follows once the program's own children, which share its output, have exited too.
    child.once("close", (code, killedBy) => {
      if (code === 0) {
        resolve(stdout);
      }
      reject(problem ?? new Error(`The program exited with ${code ?? killedBy}. ${outputTail()}`.trim()));
    });
  });
  return { child, exited, outputTail };
}

/** Waits for a result that needs a running server, then kills the server. */
export async function stopAfter<T>({ child, exited, outputTail }: ChildProgram, result: Promise<T>): Promise<T> {
  const explained = result.catch((error: Error) => {
    throw new Error(`${error.message} ${outputTail()}`.trim(), { cause: error });
  });
  const exitedEarly = exited.then(() => Promise.reject(new Error("The server exited before it returned a result.")));
  try {
    return await Promise.race([explained, exitedEarly]);
  } finally {
    child.kill("SIGKILL");
    await exited.catch(() => {});
  }
}

/** Returns the version that an executable prints. */
export async function versionOf(executable: Executable, options: ProgramOptions): Promise<string> {
  const output = await startProgram(executable, ["--version"], options).exited;
  return /\d[\w.-]*/.exec(output)?.[0] ?? output.trim();
}
