import { constants } from "node:os";
import { relative, resolve } from "node:path";
import { styleText } from "node:util";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { loadFacts } from "./document/facts.ts";
import { createProgress, heading, type Paint, summary } from "./reports/terminal.ts";
import { writeReports } from "./reports/write.ts";
import { run } from "./run/run.ts";
import { openTarget, type TargetOptions } from "./targets/open.ts";
import { CannotRun, type Resource, type Target } from "./targets/target.ts";

/** What the process says by ending. */
const EXIT = { conforms: 0, doesNotConform: 1, couldNotRun: 2 } as const;

interface CommandOptions extends TargetOptions {
  readonly report: string;
  readonly strict: boolean;
}

const paint: Paint = (format, text) => styleText(format, text, { stream: process.stdout });

/** Runs the command line `microbilt-conformance`; what it gives is the exit code. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    const options = parseOptions(args);
    return await withTarget(await openTarget(loadFacts().contract, options, environment), (target) =>
      check(target, options),
    );
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.conforms : EXIT.couldNotRun;
    }
    if (error instanceof CannotRun) {
      console.error(error.message);
      return EXIT.couldNotRun;
    }
    throw error;
  }
}

async function check(target: Target, { strict, report }: CommandOptions): Promise<number> {
  const progress = createProgress((text) => process.stdout.write(text), paint);
  const results = await run(target, {
    strict,
    onStart: (about) => process.stdout.write(heading(about, paint)),
    onResult: progress.show,
  });
  progress.end();
  const page = await writeReports(resolve(report), results);
  console.log(summary(results, relative(process.cwd(), page), paint));
  return results.verdict === "conforms" ? EXIT.conforms : EXIT.doesNotConform;
}

/** Closes the target whatever happens, also when the process is told to end. */
async function withTarget<T>(target: Target, use: (target: Target) => Promise<T>): Promise<T> {
  const end = async (signal: NodeJS.Signals) => {
    await target.close();
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
    await target.close();
  }
}

function parseOptions(args: readonly string[]): CommandOptions {
  const command = new Command("microbilt-conformance")
    .description("Checks whether a server keeps MicroBilt's OAuth contract, and says what it saw.")
    .addOption(
      new Option("--target <name>", "what to check (default: prism, or url with --base-url)").choices([
        "prism",
        "emulator",
        "url",
        "sandbox",
        "client",
      ]),
    )
    .option("--base-url <url>", "the address of a running server")
    .option(
      "--resource <path>",
      'a protected path that may be called, such as /application/path or "GET /application/path"',
      parseResource,
    )
    .option("--port <port>", "the port for Prism or the emulator (default: any that is free)", parsePort)
    .option("--strict", "let a failed SHOULD fail the run", false)
    .option("--report <directory>", "where to leave index.html, junit.xml and results.json", "conformance-report")
    .addHelpText(
      "after",
      `
The targets url and sandbox take the credentials from MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET.

Exit codes: 0 conforms, 1 does not conform, 2 could not run.`,
    )
    .allowExcessArguments(false)
    .exitOverride();
  // pnpm hands over the -- that ends its own options.
  return command.parse(args[0] === "--" ? args.slice(1) : args, { from: "user" }).opts<CommandOptions>();
}

function parseResource(text: string): Resource {
  const match = /^(?:(?<method>[A-Z]+) )?(?<path>\/(?!\/)\S*)$/.exec(text);
  if (!match?.groups?.["path"]) {
    throw new InvalidArgumentError(
      "Write a path that starts with one slash, with the method before it if it is not POST.",
    );
  }
  return { method: match.groups["method"] ?? "POST", path: match.groups["path"] };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("Write a number from 0 to 65535.");
  }
  return port;
}
