import { once } from "node:events";
import { copyFile, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { cpuTimeOf, type Program, startProgram } from "./program.ts";

/** The file descriptor on which workerd reports the port it listens on. */
const CONTROL = 3;

/** One worker in one isolate. */
export interface WorkerdServer {
  /** Sends one request to the worker; a failure is described, never thrown. */
  request(path: string): Promise<WorkerOutcome>;
  /** Processor time used since the last call of this, in ms. */
  cpuTime(): number;
  stop(): Promise<void>;
}

export interface WorkerOutcome {
  /** Of the product's response. */
  readonly status?: number;
  readonly error?: WorkerError;
  readonly gaveUp?: boolean;
  /** From the request to the worker's response, in ms. */
  readonly took: number;
}

export interface WorkerError {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly isMicrobiltError: boolean;
}

/** A worker that has not responded by then hangs. */
const HANGS_AFTER_IN_MS = 3_000;

/**
 * Starts workerd with a worker that may call loopback addresses.
 *
 * @param folder holds `worker.bundle.mjs`
 * @param settings options of the worker's client
 */
export async function startWorkerd(
  folder: string,
  compatibilityDate: string,
  settings: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<WorkerdServer> {
  const own = await mkdtemp(join(folder, "run-"));
  await copyFile(join(folder, "worker.bundle.mjs"), join(own, "worker.bundle.mjs"));
  await writeFile(join(own, "settings.mjs"), `export const settings = ${JSON.stringify(settings)};\n`);
  await writeFile(join(own, "config.capnp"), configuration(compatibilityDate));
  const program = startProgram(
    fileURLToPath(import.meta.resolve("workerd/bin/workerd")),
    ["serve", `--control-fd=${CONTROL}`, "config.capnp"],
    { cwd: own, signal, stdio: ["ignore", "pipe", "pipe", "pipe"] },
  );
  const port = await portOf(program);
  const pid = program.child.pid ?? 0;
  let cpuTimeBefore = cpuTimeOf(pid) ?? 0;
  return {
    request: (path) => request(`http://127.0.0.1:${port}${path}`),
    cpuTime() {
      const now = cpuTimeOf(pid) ?? 0;
      const used = now - cpuTimeBefore;
      cpuTimeBefore = now;
      return used;
    },
    async stop() {
      program.child.kill("SIGKILL");
      await program.ended;
    },
  };
}

async function request(url: string): Promise<WorkerOutcome> {
  const start = performance.now();
  const took = () => Math.round(performance.now() - start);
  const failed = (name: string, message: string): WorkerOutcome => ({
    error: { name, message, isMicrobiltError: false },
    took: took(),
  });
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(HANGS_AFTER_IN_MS) });
    const body = await response.text();
    if (!response.ok) {
      return failed("the runtime", `responded ${response.status} ${body.trim()}`);
    }
    return { ...(JSON.parse(body) as Omit<WorkerOutcome, "took">), took: took() };
  } catch (error) {
    return (error as Error).name === "TimeoutError"
      ? failed("hangs", `no response in ${HANGS_AFTER_IN_MS} ms`)
      : failed((error as Error).name, (error as Error).message);
  }
}

async function portOf({ child, ended }: Program): Promise<number> {
  const listening = once(createInterface(child.stdio[CONTROL] as Readable), "line");
  const early = ended.then(({ stderr }) => Promise.reject(new Error(`workerd ended: ${stderr}`)));
  const [line] = (await Promise.race([listening, early])) as [string];
  return (JSON.parse(line) as { port: number }).port;
}

function configuration(compatibilityDate: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        (name = "worker.mjs", esModule = embed "worker.bundle.mjs"),
        (name = "settings.mjs", esModule = embed "settings.mjs"),
      ],
      compatibilityDate = "${compatibilityDate}",
      globalOutbound = "loopback",
    )),
    (name = "loopback", network = (allow = ["local", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}
