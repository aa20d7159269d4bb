/** Runs the tests of the client and the emulator on every runtime, and the commands on two versions of Node. The exit code is 1 if any test fails. */
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleTests } from "./bundle.ts";
import { versionOf } from "./child-program.ts";
import { chromium } from "./chromium.ts";
import { commandOn } from "./cli-command.ts";
import { commandLineRuntime } from "./command-line-runtime.ts";
import { emulatorCommandOn } from "./emulator-command.ts";
import type { Outcome } from "./outcome.ts";
import type { Runtime } from "./runtime.ts";
import { workerd } from "./workerd.ts";

const DEADLINE_IN_S = 60;
const PARALLEL_RUNTIMES = 2;

/** The slowest come first. */
const RUNTIMES: readonly Runtime[] = [
  chromium,
  commandLineRuntime("Deno", "deno/deno", ["run", "--no-config", "--no-npm", "--no-prompt", "--no-remote"]),
  commandLineRuntime("Node 20", "node20/bin/node"),
  commandLineRuntime("Node 22", "node22/bin/node"),
  commandLineRuntime("Node 24", "node/bin/node"),
  commandLineRuntime("Node 26", "node26/bin/node"),
  commandLineRuntime("Bun", "bun/bin/bun.exe"),
  workerd,
  emulatorCommandOn("emulator on Node 20", "node20/bin/node"),
  emulatorCommandOn("emulator on Node 26", "node26/bin/node"),
  commandOn("microbilt on Node 20", "node20/bin/node"),
  commandOn("microbilt on Node 26", "node26/bin/node"),
];

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) {
  process.once(name, () => interrupted.abort(new Error(`Interrupted by ${name}.`)));
}

const folder = await mkdtemp(join(tmpdir(), "runtimes-"));
try {
  await bundleTests(join(folder, "tests.mjs"));
  const queue = RUNTIMES.values();
  await Promise.all(Array.from({ length: PARALLEL_RUNTIMES }, () => runQueue(queue)));
} finally {
  await rm(folder, { recursive: true });
}

async function runQueue(queue: Iterable<Runtime>): Promise<void> {
  for (const runtime of queue) {
    await runAndReport(runtime);
  }
}

async function runAndReport(runtime: Runtime): Promise<void> {
  const start = performance.now();
  const { version, passed, failed } = await runOn(runtime);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const counts = `${String(passed).padStart(4)} passed ${String(failed.length).padStart(4)} failed`;
  console.log(`${runtime.name.padEnd(21)}${version.padEnd(14)}${counts}${seconds.padStart(6)} s`);
  for (const failure of failed) {
    console.log(`  ${failure.replaceAll("\n", "\n    ")}`);
    process.exitCode = 1;
  }
}

/** Runs the tests on a runtime. A runtime that cannot start or does not finish counts as one failure. */
async function runOn(runtime: Runtime): Promise<Outcome & { readonly version: string }> {
  const overdue = new AbortController();
  const timer = setTimeout(
    () => overdue.abort(new Error(`The runtime did not finish within ${DEADLINE_IN_S} s.`)),
    DEADLINE_IN_S * 1_000,
  );
  const options = {
    folder: join(folder, runtime.name),
    signal: AbortSignal.any([interrupted.signal, overdue.signal]),
  };
  let version = "?";
  try {
    await mkdir(options.folder);
    await copyFile(join(folder, "tests.mjs"), join(options.folder, "tests.mjs"));
    const executable = await runtime.executable(options.folder);
    version = await versionOf(executable, options);
    return { version, ...(await runtime.run({ executable, version, ...options })) };
  } catch (error) {
    return { version, passed: 0, failed: [String(error)] };
  } finally {
    clearTimeout(timer);
  }
}
