import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { loadSpec } from "../document/spec.ts";
import { CannotRun } from "../errors.ts";
import { reportToGitHub } from "../reports/github/report-to-github.ts";
import { heading } from "../reports/terminal/heading.ts";
import { createProgress } from "../reports/terminal/progress.ts";
import { summary } from "../reports/terminal/summary.ts";
import { writeReports } from "../reports/write-reports.ts";
import { checksFor } from "../run/catalogue.ts";
import type { RunResults } from "../run/results.ts";
import { type RunOptions, run } from "../run/run.ts";
import { selectChecks } from "../run/selection.ts";
import { waitWithFile } from "../run/waiting-file.ts";
import type { Target } from "../target.ts";
import { openTarget, targetKind, targetName } from "../targets/open-target.ts";
import type { Waiting } from "../waiting.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { type Host, painter } from "./host.ts";
import { readKnownDeviations, writeKnownDeviations } from "./known-deviations-file.ts";
import type { CommandOptions } from "./options.ts";
import { assertWritable } from "./report-folder.ts";
import { closeAfter, interruptedExitCode } from "./signals.ts";

/** Not in the folder of the reports, which CI systems publish: it holds access tokens. */
const WAIT_FILE = join(tmpdir(), "microbilt-conformance-waiting.json");

/**
 * Checks a target, prints the results and writes the reports. If a signal interrupts the run, the reports have the
 * results so far.
 *
 * @returns the exit code
 * @throws {CannotRun} if an option is not valid, the target is not available, or no report can be written to the folder
 */
export async function checkTarget(options: CommandOptions, host: Host): Promise<number> {
  const spec = loadSpec();
  const checks = checksFor(spec, targetKind(targetName(options)));
  // Problems with the options and the folder are reported before anything starts.
  selectChecks(spec, checks, options);
  const knownDeviations = options.known === undefined ? [] : await readKnownDeviations(options.known, checks);
  const folder = resolve(options.report);
  await assertWritable(folder);
  const target = await openTarget(options, host.environment);
  const close = async () => (target.kind === "server" ? target.close() : undefined);
  return closeAfter(close, async (signal) => {
    const waiting = waitingFor(target, options);
    const results = await checkAndReport(target, folder, { ...options, knownDeviations, signal, waiting }, host);
    return interruptedExitCode(signal) ?? exitCodeOf(results);
  });
}

/** How the run waits where no clock can be moved; undefined if it waits no longer than a few seconds. */
function waitingFor(target: Target, { wait, waitFile = WAIT_FILE }: CommandOptions): Waiting | undefined {
  return wait === undefined || target.kind === "client" ? undefined : waitWithFile(waitFile, wait * 1_000, target);
}

async function checkAndReport(
  target: Target,
  folder: string,
  options: CommandOptions & RunOptions,
  host: Host,
): Promise<RunResults> {
  const { json } = options;
  const paint = painter(host);
  const write = (text: string) => void (json || host.stdout.write(text));
  const progress = createProgress(write, paint);
  const results = await run(target, {
    ...options,
    onStart: (start) => write(heading(start, target, paint)),
    onResult: progress.show,
  });
  progress.end();
  const page = await orComplain(host, () => writeReports(folder, results));
  write(`${summary(results, page === undefined ? "not written" : shortPath(page), paint)}\n`);
  const { writeKnown } = options;
  if (writeKnown !== undefined) {
    await orComplain(host, async () => {
      await writeKnownDeviations(writeKnown, results);
      write(`  known deviations  ${writeKnown}: complete the reasons\n\n`);
    });
  }
  await orComplain(host, () => reportToGitHub(results, host.environment, write));
  if (json) {
    host.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  }
  return results;
}

/** Relative to the current folder, if it is in there. */
function shortPath(path: string): string {
  const shorter = relative(process.cwd(), path);
  return shorter.startsWith(`..${sep}`) ? path : shorter;
}

/**
 * Writes something after the run. If that is not possible, because the disk is full for example, it says so: neither the
 * verdict nor the exit code depends on it.
 */
async function orComplain<T>({ stderr }: Host, write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof CannotRun)) {
      throw error;
    }
    stderr.write(`${error.message}\n`);
    return undefined;
  }
}
