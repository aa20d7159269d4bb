import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Contract } from "@microbilt-oauth/spec";
import { CannotRun } from "../errors.ts";
import { RESERVED_CREDENTIALS, type RunningServer, runningServer, type ServerTarget, UNLIMITED } from "../target.ts";

const START_LIMIT_IN_MS = 30_000;
const DEADLINE_IN_MS = 2_000;
const LISTENING = /Prism is listening on (?<address>http\S+)/;

/** Ends the process when the one that started it is gone, however it went. */
const EXIT_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  `process.on("disconnect", () => process.exit()); process.channel.unref();`,
)}`;

type PrismProcess = ChildProcessByStdio<null, Readable, Readable>;

/** How Prism is to be started. */
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
): Promise<RunningServer> {
  const require = createRequire(import.meta.url);
  const { version } = require("@stoplight/prism-cli/package.json") as { version: string };
  // The package's own entry: ending a shim of the package manager would leave Prism running.
  const command = require.resolve("@stoplight/prism-cli");
  const prism = spawn(
    process.execPath,
    ["--import", EXIT_WITH_PARENT, command, "mock", "--host", "127.0.0.1", "--port", String(port), document],
    { stdio: ["ignore", "pipe", "pipe", "ipc"], env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" } },
    // Node's types know no fourth pipe.
  ) as PrismProcess;
  const close = () => end(prism);
  try {
    return runningServer(describePrism(contract, version, await addressOf(prism)), close);
  } catch (error) {
    await close();
    throw error;
  }
}

function describePrism({ resource }: Contract, version: string, baseUrl: string): ServerTarget {
  const title = `Prism ${version}`;
  return {
    kind: "server",
    name: "prism",
    title: `${title}, started for this run`,
    baseUrl,
    credentials: { clientId: "any-client-id", clientSecret: "any-client-secret" },
    secondCredentials: { clientId: "another-client-id", clientSecret: "another-client-secret" },
    reservedCredentials: RESERVED_CREDENTIALS,
    resource: { method: resource.methods.at(-1) ?? "POST", path: resource.path },
    lacks: {
      credentials: `${title} knows no applications: it takes any credentials`,
      tokens: `${title} knows no tokens: it takes any bearer`,
      control: `${title} has no state: there is nothing to register or revoke, and no clock`,
      tls: `${title} speaks plain http only`,
    },
    limitations: limitationsOf(title),
    deadline: DEADLINE_IN_MS,
    pace: UNLIMITED,
  };
}

/** What Prism is known not to do, measured; each must go when Prism does it. */
function limitationsOf(title: string): Record<string, string> {
  const limitations: readonly [what: string, ...checks: string[]][] = [
    [
      "never answers a request whose JSON is malformed",
      "robustness/malformed-json",
      "robustness/truncated-json",
      "robustness/trailing-json",
      "robustness/byte-order-mark",
      "refusals/form-as-json",
    ],
    [
      "cannot know that the query is required with a form: OpenAPI cannot say so",
      `refusals/form-without-grant_type`,
      `refusals/form-empty-grant_type`,
    ],
    [
      "takes the last of repeated form fields",
      `refusals/form-repeated-client_id`,
      `refusals/form-repeated-client_secret`,
    ],
    [
      "adds no header fields that the document does not name",
      "token-response/cache-control",
      "token-response/pragma",
      "refusals/method-status",
      "bearer/missing-challenge",
    ],
    ["answers with the document's example, whatever the time", "token-response/time-of-issue"],
    ["takes no scheme in lower case", "bearer/scheme-case"],
    ["fails with 500 on JSON that is nested deep", "robustness/deep-json"],
    ["takes a body of any size", "robustness/huge-body"],
    ["does not look whether a body is UTF-8", "robustness/not-utf-8"],
    ["crashes on a form with malformed percent-encoding", "robustness/form-garbage", "robustness/afterwards"],
  ];
  return Object.fromEntries(limitations.flatMap(([what, ...checks]) => checks.map((id) => [id, `${title} ${what}`])));
}

/** Waits until Prism says where it listens. */
async function addressOf(prism: PrismProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: prism.stdout }).on("line", (line) => {
    const address = LISTENING.exec(line)?.groups?.["address"];
    if (address) {
      resolve(stripVTControlCharacters(address));
    }
  });
  let errors = "";
  prism.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const fail = (how: string) => reject(new CannotRun(`Prism did not start (${how}): ${complaintIn(errors)}`));
  prism.once("error", ({ message }) => fail(message));
  prism.once("close", (code, signal) => fail(signal ?? `exit code ${code}`));
  const limit = setTimeout(() => fail(`nothing within ${START_LIMIT_IN_MS / 1000} s`), START_LIMIT_IN_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(limit);
  }
}

/** Prism's own words about what went wrong: they come after its help, if it prints that. */
function complaintIn(errors: string): string {
  const paragraphs = stripVTControlCharacters(errors)
    .trim()
    .split(/\n\s*\n/);
  const help = paragraphs.findLastIndex((paragraph) => paragraph.startsWith("Options:"));
  return paragraphs.slice(help + 1).join("\n") || "it said nothing";
}

async function end(prism: PrismProcess): Promise<void> {
  if (prism.exitCode === null && prism.signalCode === null && prism.pid !== undefined) {
    const exited = once(prism, "exit");
    prism.kill("SIGKILL");
    await exited;
  }
}

function bundledDocument(): string {
  return fileURLToPath(import.meta.resolve("@microbilt-oauth/spec/openapi.json"));
}
