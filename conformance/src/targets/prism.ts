import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Contract } from "@microbilt-oauth/spec";
import { CannotRun, type Target, UNHURRIED } from "./target.ts";

const START_LIMIT_IN_MS = 30_000;
const DEADLINE_IN_MS = 2_000;
const LISTENING = /Prism is listening on (?<address>http\S+)/;
const FAILED = /\bfatal\b|error/i;

/** Ends the process when the one that started it is gone, however it went. */
const EXIT_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  `process.on("disconnect", () => process.exit()); process.channel.unref();`,
)}`;

export interface PrismOptions {
  /** The port to listen on; 0, the default, takes any that is free. */
  readonly port?: number;
  /** The document to mock; the bundled one by default. */
  readonly document?: string;
}

/**
 * Starts Prism, which answers from the document alone.
 *
 * @throws {CannotRun} with Prism's own message when it does not start
 */
export async function startPrism(
  contract: Contract,
  { port = 0, document = bundledDocument() }: PrismOptions = {},
): Promise<Target> {
  const require = createRequire(import.meta.url);
  const { version } = require("@stoplight/prism-cli/package.json") as { version: string };
  // The package's own entry: ending a shim of the package manager would leave Prism running.
  const command = require.resolve("@stoplight/prism-cli");
  const prism = spawn(
    process.execPath,
    ["--import", EXIT_WITH_PARENT, command, "mock", "--host", "127.0.0.1", "--port", String(port), document],
    { stdio: ["ignore", "pipe", "pipe", "ipc"], env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" } },
  );
  const close = () => end(prism);
  try {
    return { ...describePrism(contract, version, await addressOf(prism)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function describePrism({ resource }: Contract, version: string, baseUrl: string): Omit<Target, "close"> {
  const title = `Prism ${version}`;
  return {
    name: "prism",
    title: `${title}, started for this run`,
    baseUrl,
    credentials: { clientId: "any-client-id", clientSecret: "any-client-secret" },
    resource: { method: resource.methods.at(-1) ?? "POST", path: resource.path },
    cannot: {},
    limitations: {
      "robustness/malformed-json": `${title} never answers a request whose JSON is malformed`,
      "refusals/form-without-grant_type": `${title} knows only what OpenAPI can say, and OpenAPI cannot say that a query parameter is required for one media type`,
    },
    deadline: DEADLINE_IN_MS,
    pace: UNHURRIED,
  };
}

/** Waits until Prism says where it listens. */
async function addressOf(prism: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const output: string[] = [];
  const read = (line: string) => {
    const plain = stripVTControlCharacters(line).trim();
    output.push(plain);
    const address = LISTENING.exec(plain)?.groups?.["address"];
    if (address) {
      resolve(address);
    }
  };
  for (const stream of [prism.stdout, prism.stderr]) {
    if (stream) {
      createInterface({ input: stream }).on("line", read);
    }
  }
  prism.once("error", (error) => reject(new CannotRun(`Prism did not start: ${error.message}`)));
  prism.once("close", (code, signal) => {
    reject(new CannotRun(`Prism did not start (${signal ?? `exit code ${code}`}): ${complaintIn(output)}`));
  });
  const limit = setTimeout(() => {
    reject(new CannotRun(`Prism did not start within ${START_LIMIT_IN_MS / 1000} s: ${complaintIn(output)}`));
  }, START_LIMIT_IN_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(limit);
  }
}

/** Prism's own words about what went wrong. */
function complaintIn(output: readonly string[]): string {
  const complaints = output.filter((line) => FAILED.test(line));
  const said = complaints.length > 0 ? complaints : output;
  return said.join("\n") || "it said nothing";
}

async function end(prism: ChildProcess): Promise<void> {
  if (prism.exitCode === null && prism.signalCode === null && prism.pid !== undefined) {
    const exited = once(prism, "exit");
    prism.kill("SIGKILL");
    await exited;
  }
}

function bundledDocument(): string {
  return fileURLToPath(import.meta.resolve("@microbilt-oauth/spec/openapi.json"));
}
