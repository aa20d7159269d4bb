/**
 * Runs the packed client where its users run it. The exit code is 1 if a case fails, and 2 if the arguments are wrong.
 *
 *     node src/run.ts [--client <tarball>] [--only <text>] [--verbose] [suite …]
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createCheck, type Result } from "./cases/check.ts";
import type { Suite } from "./cases/suite.ts";
import { unpackClient } from "./project/prepare-project.ts";
import { SUITES } from "./suites/all.ts";

const TARBALL = new URL("../../../packages/client/tarball/package.tgz", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    client: { type: "string", default: fileURLToPath(TARBALL) },
    /** Runs only the environments whose name includes this text. */
    only: { type: "string", default: "" },
    /** Prints the cases that passed, too, with what they measured. */
    verbose: { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`Unknown suite ${unknown.join(", ")}. Suites: ${SUITES.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) {
  process.once(name, () => interrupted.abort(new Error(`Interrupted by ${name}.`)));
}

await unpackClient(resolve(values.client), interrupted.signal);
let total = 0;
for (const suite of SUITES) {
  if (positionals.length === 0 || positionals.includes(suite.name)) {
    total += await runSuite(suite);
  }
}
if (total === 0) {
  console.error(`No case was run. No environment's name includes ${JSON.stringify(values.only)}.`);
  process.exitCode = 2;
}

/** Runs a suite, and returns how many cases it ran. A suite that cannot run counts as one case that failed. */
async function runSuite(suite: Suite): Promise<number> {
  const start = performance.now();
  const counts = { passed: 0, failed: 0 };
  const report = (result: Result) => {
    counts[result.failures.length === 0 ? "passed" : "failed"] += 1;
    print(suite.name, result);
  };
  try {
    const { signal } = interrupted;
    await suite.run({ signal, report, check: createCheck(report), only: values.only });
  } catch (error) {
    report({ title: "the suite runs", failures: [String((error as Error).stack ?? error)], measured: "" });
  }
  const { passed, failed } = counts;
  if (failed > 0) {
    process.exitCode = 1;
  }
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  if (passed + failed > 0) {
    console.log(`${suite.name.padEnd(14)}${padded(passed)} passed${padded(failed)} failed${seconds.padStart(8)} s`);
  }
  return passed + failed;
}

function padded(count: number): string {
  return String(count).padStart(5);
}

/** Prints a result on one line. */
function print(suite: string, { title, failures, measured }: Result): void {
  const hasPassed = failures.length === 0;
  if (!hasPassed || values.verbose) {
    const line = hasPassed ? measured : `expected: ${failures.join("; ")} | ${measured}`;
    console.log(`${hasPassed ? "ok" : "FAILED"} | ${suite} | ${title} | ${line}`.replace(/\s*\n\s*/g, " "));
  }
}
