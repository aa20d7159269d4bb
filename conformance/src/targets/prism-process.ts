import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { CannotRun } from "../errors.ts";

const START_TIMEOUT_IN_MS = 30_000;
const LISTENING = /Prism is listening on (?<url>http\S+)/;

/** Ends Prism when the process that started it ends, in whatever way. */
const EXIT_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  `process.on("disconnect", () => process.exit()); process.channel.unref();`,
)}`;

type PrismProcess = ChildProcessByStdio<null, Readable, Readable>;

/** A running Prism process. */
export interface RunningPrism {
  /** The version of Prism. */
  readonly version: string;
  /** The base URL, without a trailing slash. */
  readonly baseUrl: string;
  /** Ends the process. */
  close(): Promise<void>;
}

/**
 * Starts Prism as a process and waits until it listens.
 *
 * @param document the path of the OpenAPI document
 * @throws {CannotRun} with Prism's own message if it does not start
 */
export async function startPrismProcess(document: string, port: number): Promise<RunningPrism> {
  const require = createRequire(import.meta.url);
  const { version } = require("@stoplight/prism-cli/package.json") as { version: string };
  // The package's own entry: if a shim of the package manager is ended, Prism keeps running.
  const command = require.resolve("@stoplight/prism-cli");
  const prism = spawn(
    process.execPath,
    ["--import", EXIT_WITH_PARENT, command, "mock", "--host", "127.0.0.1", "--port", String(port), document],
    { stdio: ["ignore", "pipe", "pipe", "ipc"], env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" } },
    // Node's types do not know a fourth pipe.
  ) as PrismProcess;
  const close = () => kill(prism);
  try {
    return { version, baseUrl: await baseUrlOf(prism), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits until Prism prints where it listens. */
async function baseUrlOf(prism: PrismProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: prism.stdout }).on("line", (line) => {
    const url = LISTENING.exec(line)?.groups?.["url"];
    if (url) {
      resolve(stripVTControlCharacters(url));
    }
  });
  let errors = "";
  prism.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const fail = (how: string) => reject(new CannotRun(`Prism did not start (${how}): ${messageIn(errors)}`));
  prism.once("error", ({ message }) => fail(message));
  prism.once("close", (code, signal) => fail(signal ?? `exit code ${code}`));
  const timer = setTimeout(() => fail(`it did not listen within ${START_TIMEOUT_IN_MS / 1000} s`), START_TIMEOUT_IN_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** Prism prints its help before the message. */
function messageIn(errors: string): string {
  const paragraphs = stripVTControlCharacters(errors)
    .trim()
    .split(/\n\s*\n/);
  const help = paragraphs.findLastIndex((paragraph) => paragraph.startsWith("Options:"));
  return paragraphs.slice(help + 1).join("\n") || "no message";
}

async function kill(prism: PrismProcess): Promise<void> {
  if (prism.exitCode === null && prism.signalCode === null && prism.pid !== undefined) {
    const exited = once(prism, "exit");
    prism.kill("SIGKILL");
    await exited;
  }
}
