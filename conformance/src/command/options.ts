import { Command, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import type { DiffFormat } from "../reports/comparison/format-comparison.ts";
import { LEVELS, type Level } from "../requirement.ts";
import type { Selection } from "../run/selection.ts";
import { TARGET_NAMES } from "../target.ts";
import type { TargetOptions } from "../targets/open-target.ts";
import {
  parseCount,
  parseHeader,
  parsePort,
  parsePositive,
  parseRepeatable,
  parseResource,
  parseSeed,
  parseStatus,
  parseTokenPath,
  SEED_LIMIT,
} from "./arguments.ts";
import { DIFF_HELP_TEXT, HELP_TEXT } from "./help-text.ts";
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
  /** The longest time that `bearer/lifetimes` waits for an access token to expire, in s. */
  readonly wait?: number;
  /** The file in which an interrupted run leaves what it waits for. @default in the system's temporary folder */
  readonly waitFile?: string;
}

/** What the command line asks for. */
export type Action =
  | { readonly kind: "check"; readonly options: CommandOptions }
  | { readonly kind: "list"; readonly options: CommandOptions }
  | { readonly kind: "explain"; readonly id: string }
  | { readonly kind: "requirements"; readonly json: boolean }
  | { readonly kind: "diff"; readonly before: string; readonly after: string; readonly format: DiffFormat };

type ParsedOptions = Omit<CommandOptions, "seed"> & {
  readonly seed?: number;
  readonly list: boolean;
  readonly requirements: boolean;
  readonly explain?: string;
};

/**
 * Parses the command line.
 *
 * @throws {CommanderError} if it is not valid, or if it only asks for help or the version
 */
export function parseCommandLine(args: readonly string[], { stdout, stderr }: Host): Action {
  let action: Action | undefined;
  const command = configure(new Command("microbilt-conformance"))
    .description("Checks whether a server conforms to MicroBilt's OAuth contract.")
    .version(packageJson.version, "-V, --version", "print the version")
    // --json after diff belongs to diff.
    .enablePositionalOptions()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .addOption(
      new Option("--target <name>", "what to check (default: url with --base-url, otherwise prism)").choices(
        TARGET_NAMES,
      ),
    )
    .option("--port <port>", "the port for Prism or the emulator (default: any free port)", parsePort)
    .optionsGroup("A running server:")
    .option(
      "--base-url <url>",
      "the base URL of the server to check; with --target sandbox, of a server to check in place of the sandbox",
    )
    .option(
      "--token-path <path>",
      "the path of the token endpoint below the base URL (default: the documented one)",
      parseTokenPath,
    )
    .option(
      "--resource <resource>",
      'a protected resource that the checks may call: /path or "GET /path"; the method defaults to POST',
      parseResource,
    )
    .option(
      "--accepted-status <status>",
      "a status of the resource's own errors, which counts as accepted as a 2xx status does; repeatable",
      parseStatus,
    )
    .option("--header <field>", 'a header field to add to each request, as "NAME: VALUE"; repeatable', parseHeader)
    .option("--proxy <url>", "the proxy to connect through")
    .option("--ca <file>", "a PEM file with the CA certificate to trust")
    .option("--cert <file>", "a PEM file with the certificate with which to identify to the server (mTLS)")
    .option("--key <file>", "a PEM file with the key of that certificate (default: the certificate's file)")
    .option("--insecure-http", "allow http for a server that is not on this machine, such as in another container")
    .option("--timeout <s>", "how long to wait for a response (default: 10; 5 on this machine)", parsePositive)
    .option("--rate <n>", "the most requests per second (default: 2; no limit on this machine)", parsePositive)
    .option(
      "--retries <n>",
      "how often to send a request again after 429 or 503 (default: 3; 2 on this machine)",
      parseCount,
    )
    .option(
      "--wait <s>",
      "in bearer/lifetimes, wait up to this long for an access token to expire; expires_in + 35 is enough",
      parsePositive,
    )
    .option(
      "--wait-file <file>",
      "where an interrupted run leaves the tokens that it waits for (default: in the system's temporary folder)",
    )
    .optionsGroup("Checks:")
    .option(
      "--only <pattern>",
      'run only these checks: an id, a group, or a prefix followed by *, such as "refusals/json-*"; repeatable',
      parseRepeatable,
    )
    .option("--skip <pattern>", "leave out these checks; repeatable", parseRepeatable)
    .addOption(
      new Option("--level <level>", "run only checks of this level or a stricter one: INFO runs all, MUST only MUST")
        .choices(LEVELS)
        .default("INFO" satisfies Level),
    )
    .option("--seed <number>", "the seed of random requests (default: a random one)", parseSeed)
    .optionsGroup("Results:")
    .option("--strict", "fail if the target does not meet a SHOULD requirement")
    .option("--require-all", "fail if a MUST check is skipped")
    .option("--known <file>", "accept the known deviations listed in this YAML or JSON file")
    .option(
      "--write-known <file>",
      "write the failures of this run to a file that --known accepts, for you to complete",
    )
    .option("--report <folder>", "the folder for index.html, junit.xml and results.json", "conformance-report")
    .option("--json", "print the results as JSON, and nothing else")
    .optionsGroup("Information:")
    .option("--list", "list the checks and exit")
    .option("--explain <id>", "explain a check and exit")
    .option(
      "--requirements",
      "list what the documentation and the standards require, with the checks of each statement or the reason why it has none, and exit",
    )
    .addHelpText("after", HELP_TEXT)
    .action((parsed: ParsedOptions) => {
      action = actionOf(parsed);
    });
  configure(command.command("diff <before> <after>"))
    .description(
      "Compares the results of two runs. Each argument is a results.json file or the folder that contains it.",
    )
    .addHelpText("after", DIFF_HELP_TEXT)
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
  return command.allowExcessArguments(false).exitOverride().helpOption("-h, --help", "print this help");
}

function actionOf({ list, requirements, explain, ...parsed }: ParsedOptions): Action {
  if (explain !== undefined) {
    return { kind: "explain", id: explain };
  }
  if (requirements) {
    return { kind: "requirements", json: parsed.json ?? false };
  }
  const { seed = Math.floor(Math.random() * SEED_LIMIT), strict = false, requireAll = false, json = false } = parsed;
  return { kind: list ? "list" : "check", options: { ...parsed, seed, strict, requireAll, json } };
}
