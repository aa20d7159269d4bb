import { Command, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import type { DiffFormat } from "../reports/comparison/format-comparison.ts";
import { LEVELS, type Level } from "../requirement.ts";
import type { Selection } from "../run/selection.ts";
import { TARGET_NAMES } from "../target.ts";
import type { TargetOptions } from "../targets/open-target.ts";
import {
  CLIENT_ID_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_ID_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../variables.ts";
import { parsePort, parseRepeatable, parseResource, parseSeed, SEED_LIMIT } from "./arguments.ts";
import type { Host } from "./host.ts";

/** The options of the command line. */
export interface CommandOptions extends TargetOptions, Selection {
  /** The folder for the reports. */
  readonly report: string;
  /** Whether a SHOULD that the target does not meet fails the run. */
  readonly strict: boolean;
  /** Whether a MUST that is not checked fails the run. */
  readonly requireAll: boolean;
  /** The seed of random requests. */
  readonly seed: number;
  /** The path of a list of known deviations. */
  readonly known?: string;
  /** The path at which to write the failures of the run as a list of known deviations. */
  readonly writeKnown?: string;
  /** Whether to print the results as JSON, and nothing else. */
  readonly json: boolean;
}

/** What the command line asks for. */
export type Action =
  | { readonly kind: "check"; readonly options: CommandOptions }
  | { readonly kind: "list"; readonly options: CommandOptions }
  | { readonly kind: "explain"; readonly id: string }
  | { readonly kind: "diff"; readonly before: string; readonly after: string; readonly format: DiffFormat };

type ParsedOptions = Omit<CommandOptions, "seed"> & {
  readonly seed?: number;
  readonly list: boolean;
  readonly explain?: string;
};

const ENVIRONMENT = `
Environment variables, for --target url and --target sandbox:
  ${CLIENT_ID_VARIABLE}, ${CLIENT_SECRET_VARIABLE}                the credentials of your application
  ${SECOND_CLIENT_ID_VARIABLE}, ${SECOND_CLIENT_SECRET_VARIABLE}  those of a second application, if you have one

Exit codes: 0 the target conforms, 1 it does not conform, 2 the command could not run.`;

/**
 * Parses the command line.
 *
 * @throws {CommanderError} if it is not valid, or if it only asks for help or the version
 */
export function parseCommandLine(args: readonly string[], { stdout, stderr }: Host): Action {
  let action: Action | undefined;
  const command = configure(new Command("microbilt-conformance"))
    .description("Checks whether a server keeps MicroBilt's OAuth contract.")
    .version(packageJson.version)
    // --json after diff belongs to diff.
    .enablePositionalOptions()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .addOption(
      new Option("--target <name>", "what to check (default: url with --base-url, otherwise prism)").choices(
        TARGET_NAMES,
      ),
    )
    .option("--base-url <url>", "the base URL of a running server, or of one in place of the sandbox")
    .option(
      "--resource <resource>",
      'a protected resource that the checks may call: /path or "GET /path"; the method defaults to POST',
      parseResource,
    )
    .option("--ca <file>", "the certificate of the authority to trust, in PEM")
    .option("--port <port>", "the port for Prism or the emulator (default: any free port)", parsePort)
    .option(
      "--only <pattern>",
      'run only these checks: an id, a group, or the start of an id such as "refusals/json-*"; repeatable',
      parseRepeatable,
    )
    .option("--skip <pattern>", "leave out these checks; repeatable", parseRepeatable)
    .addOption(
      new Option("--level <level>", "run only checks of this level and of more binding ones")
        .choices(LEVELS)
        .default("INFO" satisfies Level),
    )
    .option("--strict", "fail if the target does not meet a SHOULD")
    .option("--require-all", "fail if a MUST is skipped")
    .option("--known <file>", "accept the failures that this file lists, in YAML or JSON")
    .option(
      "--write-known <file>",
      "write the failures of this run to a file that --known accepts, for you to complete",
    )
    .option("--seed <number>", "the seed of random requests (default: a random one)", parseSeed)
    .option("--report <folder>", "the folder for index.html, junit.xml and results.json", "conformance-report")
    .option("--json", "print the results as JSON, and nothing else")
    .option("--list", "list the checks and exit")
    .option("--explain <id>", "explain a check and exit")
    .addHelpText("after", ENVIRONMENT)
    .action((parsed: ParsedOptions) => {
      action = actionOf(parsed);
    });
  configure(command.command("diff <before> <after>"))
    .description("Compares two runs, each a results.json or the folder that contains it.")
    .addHelpText("after", "\nExit codes: 0 no result got worse, 1 a result got worse, 2 the command could not run.")
    .addOption(new Option("--json", "print the comparison as JSON").conflicts("markdown"))
    .option("--markdown", "print the comparison as Markdown, for a pull request")
    .action((before: string, after: string, { json, markdown }: { json?: boolean; markdown?: boolean }) => {
      const format = json ? "json" : markdown ? "markdown" : "text";
      action = { kind: "diff", before, after, format };
    });
  // pnpm passes on the -- that ends its own options.
  command.parse(args[0] === "--" ? args.slice(1) : args, { from: "user" });
  return action as Action;
}

function configure(command: Command): Command {
  return command.allowExcessArguments(false).exitOverride();
}

function actionOf({ list, explain, ...parsed }: ParsedOptions): Action {
  if (explain !== undefined) {
    return { kind: "explain", id: explain };
  }
  const { seed = Math.floor(Math.random() * SEED_LIMIT), strict = false, requireAll = false, json = false } = parsed;
  return { kind: list ? "list" : "check", options: { ...parsed, seed, strict, requireAll, json } };
}
