import { relative, resolve } from "node:path";
import { loadSpec } from "../document/spec.ts";
import { heading } from "../reports/terminal/heading.ts";
import { createProgress } from "../reports/terminal/progress.ts";
import { summary } from "../reports/terminal/summary.ts";
import { writeReports } from "../reports/write-reports.ts";
import { checksFor } from "../run/catalogue.ts";
import type { RunResults } from "../run/results.ts";
import { type RunOptions, run } from "../run/run.ts";
import { selectChecks } from "../run/selection.ts";
import type { Target } from "../target.ts";
import { openTarget, targetKind, targetName } from "../targets/open-target.ts";
import { type Host, painter } from "./host.ts";
import { readKnownDeviations } from "./known-deviations-file.ts";
import type { CommandOptions } from "./options.ts";
import { closeAfter } from "./signals.ts";

/**
 * Checks a target, prints the results and writes the reports.
 *
 * @throws {CannotRun} if an option is not valid, the target is not available, or the reports cannot be written
 */
export async function checkTarget(options: CommandOptions, host: Host): Promise<RunResults> {
  const spec = loadSpec();
  const checks = checksFor(spec, targetKind(targetName(options)));
  // Problems with the options are reported before anything starts.
  selectChecks(spec, checks, options);
  const knownDeviations = options.known === undefined ? [] : await readKnownDeviations(options.known, checks);
  const target = await openTarget(options, host.environment);
  const close = async () => (target.kind === "server" ? target.close() : undefined);
  return closeAfter(close, () => report(target, { ...options, knownDeviations }, host));
}

async function report(target: Target, options: CommandOptions & RunOptions, host: Host): Promise<RunResults> {
  const { json, report: folder } = options;
  const paint = painter(host);
  const write = (text: string) => void (json || host.stdout.write(text));
  const progress = createProgress(write, paint);
  const results = await run(target, {
    ...options,
    onStart: (start) => write(heading(start, target, paint)),
    onResult: progress.show,
  });
  progress.end();
  const page = await writeReports(resolve(folder), results);
  write(`${summary(results, relative(process.cwd(), page), paint)}\n`);
  if (json) {
    host.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  }
  return results;
}
