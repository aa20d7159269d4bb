import { isMicrobiltError } from "@microbilt-oauth/client";
import { Command, CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { addCallCommand } from "../call/call-command.ts";
import { addCheckCommand } from "../check/check-command.ts";
import { CannotRun } from "../errors.ts";
import { EXIT_CODES, type Finish } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { addProxyCommand } from "../proxy/proxy-command.ts";
import { addTokenCommand } from "../token/token-command.ts";
import { addTypesCommand } from "../types/types-command.ts";
import { formatUsageError } from "./error-text.ts";
import { HELP_TEXT } from "./help-text.ts";

/**
 * Runs the command `microbilt`.
 *
 * @returns the exit code
 */
export async function main(args: readonly string[], host: Host): Promise<number> {
  let exitCode: number = EXIT_CODES.success;
  // pnpm passes on the -- that ends its own options.
  const [first, ...rest] = args;
  const given = first === "--" ? rest : args;
  const program = createProgram(host, given, (code) => {
    exitCode = code;
  });
  if (given.length === 0) {
    program.outputHelp();
    return EXIT_CODES.success;
  }
  try {
    await program.parseAsync([...given], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT_CODES.success : EXIT_CODES.couldNotRun;
    }
    const isExpected = error instanceof CannotRun || isMicrobiltError(error);
    // Only the stack of an unexpected one: the properties of an error can contain a secret.
    const text = isExpected ? `error: ${error.message}` : error instanceof Error ? error.stack : error;
    host.stderr.write(`${text}\n`);
    return EXIT_CODES.couldNotRun;
  }
}

function createProgram(host: Host, args: readonly string[], finish: Finish): Command {
  const program = new Command("microbilt")
    .description("Calls MicroBilt's APIs. The command obtains the access token and sends it.")
    .usage("<command> [options]")
    .version(packageJson.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      outputError: (text, write) => write(formatUsageError(text, `microbilt${currentCommand(program, args)}`)),
    })
    .allowExcessArguments(false)
    .exitOverride()
    .addHelpText("after", HELP_TEXT);
  addCheckCommand(program, host, finish);
  addTokenCommand(program, host, finish);
  addCallCommand(program, host, finish);
  addTypesCommand(program, host, finish);
  addProxyCommand(program, host);
  return program;
}

/** Returns the name of the command that was called, with a space before it, for the usage that an error refers to. */
function currentCommand(program: Command, args: readonly string[]): string {
  const command = program.commands.find((candidate) => candidate.name() === args[0]);
  return command ? ` ${command.name()}` : "";
}
