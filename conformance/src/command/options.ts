import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { LEVELS, type Level } from "../requirement.ts";
import type { Selection } from "../run/selection.ts";
import { type Resource, TARGET_NAMES } from "../target.ts";
import type { TargetOptions } from "../targets/open.ts";

export interface CommandOptions extends TargetOptions, Selection {
  readonly report: string;
  readonly strict: boolean;
  readonly seed: number;
  readonly known?: string;
  readonly json: boolean;
  readonly list: boolean;
  readonly explain?: string;
}

/** What the command line asks for. */
export type Action =
  | { readonly kind: "check"; readonly options: CommandOptions }
  | { readonly kind: "diff"; readonly before: string; readonly after: string };

const LARGEST_SEED = 2 ** 31;

/** @throws {CommanderError} when the words are off, and when they only ask for help */
export function parseCommandLine(args: readonly string[]): Action {
  let action: Action | undefined;
  const command = new Command("microbilt-conformance")
    .description("Checks whether a server keeps MicroBilt's OAuth contract, and says what it saw.")
    .version(packageJson.version)
    .addOption(
      new Option("--target <name>", "what to check (default: prism, or url with --base-url)").choices(TARGET_NAMES),
    )
    .option("--base-url <url>", "the address of a running server, or of one that stands in for the sandbox")
    .option(
      "--resource <path>",
      'a protected path that may be called, such as /application/path or "GET /application/path"',
      parseResource,
    )
    .option("--ca <file>", "the certificate of the authority that vouches for the server, in PEM")
    .option("--port <port>", "the port for Prism or the emulator (default: any that is free)", parsePort)
    .option(
      "--only <checks>",
      "run these: an id, a group, or the beginning of an id and a star; repeatable",
      collect,
      [],
    )
    .option("--skip <checks>", "leave these out; repeatable", collect, [])
    .addOption(
      new Option("--level <level>", "run only what binds at least so much")
        .choices(LEVELS)
        .default("INFO" satisfies Level),
    )
    .option("--strict", "let a failed SHOULD fail the run", false)
    .option("--known <file>", "a list of failures that are accepted for a while, in YAML")
    .option("--seed <number>", "what random requests are drawn from (default: another each time)", parseSeed)
    .option("--report <directory>", "where to leave index.html, junit.xml and results.json", "conformance-report")
    .option("--json", "print the results as JSON, and nothing else", false)
    .option("--list", "print the checks, and run none", false)
    .option("--explain <id>", "print all there is to know about a check, and run none")
    .addHelpText(
      "after",
      `
The targets url and sandbox take the credentials from MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET, and those of a
second application, if there is one, from MICROBILT_SECOND_CLIENT_ID and MICROBILT_SECOND_CLIENT_SECRET.

Exit codes: 0 conforms, 1 does not conform, 2 could not run.`,
    )
    .allowExcessArguments(false)
    .exitOverride()
    .action(({ seed = Math.floor(Math.random() * LARGEST_SEED), ...options }) => {
      action = { kind: "check", options: { ...options, seed } };
    });
  command
    .command("diff <before> <after>")
    .description(
      "Compares two runs: what got worse, what got better, what changed. Each is a results.json or its folder.",
    )
    .addHelpText("after", "\nExit codes: 0 nothing got worse, 1 something did, 2 could not compare.")
    .allowExcessArguments(false)
    .exitOverride()
    .action((before, after) => {
      action = { kind: "diff", before, after };
    });
  // pnpm hands over the -- that ends its own options.
  command.parse(args[0] === "--" ? args.slice(1) : args, { from: "user" });
  return action as Action;
}

function collect(pattern: string, others: readonly string[]): readonly string[] {
  return [...others, pattern];
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

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed >= LARGEST_SEED) {
    throw new InvalidArgumentError(`Write a whole number from 0 to ${LARGEST_SEED - 1}.`);
  }
  return seed;
}
