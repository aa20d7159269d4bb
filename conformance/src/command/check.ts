import { constants } from "node:os";
import { relative, resolve } from "node:path";
import { loadSpec } from "../document/spec.ts";
import { createProgress, heading, type Paint, summary } from "../reports/terminal.ts";
import { writeReports } from "../reports/write.ts";
import { checksFor } from "../run/catalogue.ts";
import type { RunResults } from "../run/results.ts";
import { run } from "../run/run.ts";
import { select } from "../run/selection.ts";
import type { ClientTarget, RunningServer } from "../target.ts";
import { openTarget } from "../targets/open.ts";
import { readDeviations } from "./deviations-file.ts";
import type { CommandOptions } from "./options.ts";

/** Checks a target, says what came of it, and leaves the reports. */
export async function check(
  options: CommandOptions,
  environment: NodeJS.ProcessEnv,
  paint: Paint,
): Promise<RunResults> {
  const spec = loadSpec();
  const name = options.target ?? (options.baseUrl === undefined ? "prism" : "url");
  // What is wrong with the words is said before anything is started.
  const checks = checksFor(spec, name === "client" ? "client" : "server");
  select(spec, checks, options);
  const deviations = options.known === undefined ? [] : await readDeviations(options.known, checks);
  return withTarget(await openTarget(spec.contract, options, environment), async (target) => {
    const say = (text: string) => (options.json ? undefined : process.stdout.write(text));
    const progress = createProgress(say, paint);
    const results = await run(target, {
      strict: options.strict,
      seed: options.seed,
      selection: options,
      deviations,
      onStart: (about, plan) => say(heading(about, target, plan, paint)),
      onResult: progress.show,
    });
    progress.end();
    const page = await writeReports(resolve(options.report), results);
    console.log(
      options.json ? JSON.stringify(results, null, 2) : summary(results, relative(process.cwd(), page), paint),
    );
    return results;
  });
}

/** Closes the target whatever happens, also when the process is told to end. */
async function withTarget<T>(
  target: RunningServer | ClientTarget,
  use: (target: RunningServer | ClientTarget) => Promise<T>,
): Promise<T> {
  const end = async (signal: NodeJS.Signals) => {
    await (target.kind === "server" && target.close());
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) {
    process.once(signal, end);
  }
  try {
    return await use(target);
  } finally {
    for (const signal of signals) {
      process.off(signal, end);
    }
    await (target.kind === "server" && target.close());
  }
}
