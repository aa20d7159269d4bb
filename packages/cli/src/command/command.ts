import { Command, CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { CannotRun } from "../errors.ts";
import type { Host } from "../host.ts";
import { EXIT_CODES } from "./exit-codes.ts";

/**
 * Runs the command `microbilt`.
 *
 * @returns the exit code
 */
export async function main(args: readonly string[], host: Host): Promise<number> {
  const exitCode: number = EXIT_CODES.success;
  const program = new Command("microbilt")
    .description("Calls MicroBilt's APIs, and attaches the access token.")
    .version(packageJson.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    })
    .exitOverride();
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT_CODES.success : EXIT_CODES.couldNotRun;
    }
    if (error instanceof CannotRun) {
      host.stderr.write(`${error.message}\n`);
      return EXIT_CODES.couldNotRun;
    }
    throw error;
  }
}
