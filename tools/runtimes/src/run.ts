/** Runs the tests of the client and the emulator on every runtime; fails when one of them does. */
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleTests } from "./bundle.ts";
import { chromium } from "./chromium.ts";
import { nodeCommand } from "./node-command.ts";
import { nodeLike } from "./node-like.ts";
import type { Outcome } from "./outcome.ts";
import { versionOf } from "./program.ts";
import type { Runtime } from "./runtime.ts";
import { workerd } from "./workerd.ts";

const DEADLINE_IN_S = 60;
const AT_A_TIME = 2;

/** The slowest first. */
const RUNTIMES: readonly Runtime[] = [
  chromium,
  nodeLike("Deno", "deno/deno", ["run", "--no-config", "--no-npm", "--no-prompt", "--no-remote"]),
  nodeLike("Node 20", "node20/bin/node"),
  nodeLike("Node 22", "node22/bin/node"),
  nodeLike("Node 24", "node/bin/node"),
  nodeLike("Node 26", "node26/bin/node"),
  nodeLike("Bun", "bun/bin/bun.exe"),
  workerd,
  nodeCommand("command on Node 20", "node20/bin/node"),
  nodeCommand("command on Node 26", "node26/bin/node"),
];

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) {
  process.once(name, () => interrupted.abort(new Error(`Interrupted by ${name}.`)));
}

const folder = await mkdtemp(join(tmpdir(), "runtimes-"));
try {
  await bundleTests(join(folder, "tests.mjs"));
  const queue = RUNTIMES.values();
  await Promise.all(Array.from({ length: AT_A_TIME }, () => runAll(queue)));
} finally {
  await rm(folder, { recursive: true });
}

async function runAll(queue: Iterable<Runtime>): Promise<void> {
  for (const runtime of queue) {
    await report(runtime);
  }
}

async function report(runtime: Runtime): Promise<void> {
  const start = performance.now();
  const { version, passed, failed } = await resultOf(runtime);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const counts = `${String(passed).padStart(4)} passed ${String(failed.length).padStart(4)} failed`;
  console.log(`${runtime.name.padEnd(20)}${version.padEnd(14)}${counts}${seconds.padStart(6)} s`);
  for (const failure of failed) {
    console.log(`  ${failure.replaceAll("\n", "\n    ")}`);
    process.exitCode = 1;
  }
}

/** A runtime that cannot be started, or says nothing, has failed. */
async function resultOf(runtime: Runtime): Promise<Outcome & { readonly version: string }> {
  const overdue = new AbortController();
  const timer = setTimeout(() => overdue.abort(new Error(`No outcome in ${DEADLINE_IN_S} s.`)), DEADLINE_IN_S * 1_000);
  const surroundings = {
    folder: join(folder, runtime.name),
    signal: AbortSignal.any([interrupted.signal, overdue.signal]),
  };
  let version = "?";
  try {
    await mkdir(surroundings.folder);
    await copyFile(join(folder, "tests.mjs"), join(surroundings.folder, "tests.mjs"));
    const executable = await runtime.executable(surroundings.folder);
    version = await versionOf(executable, surroundings);
    return { version, ...(await runtime.run({ executable, version, ...surroundings })) };
  } catch (error) {
    return { version, passed: 0, failed: [String(error)] };
  } finally {
    clearTimeout(timer);
  }
}
