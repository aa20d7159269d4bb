import type { Command } from "commander";
import { addConnectionOptions, type ConnectionOptions } from "../connection/connection-options.ts";
import { EXIT_CODES, type Finish } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { checkCredentials } from "./check-credentials.ts";
import { formatCheck, toJson } from "./format-check.ts";

const HELP = `
Sends one token request and no other. It costs nothing.

Examples:
  microbilt check --environment sandbox
  microbilt check --environment production --credentials-file production.env --json

Exit codes: 0 the credentials are valid, 1 the server refused them, 2 it could not be asked.`;

const EXIT_CODE_OF = {
  valid: EXIT_CODES.success,
  refused: EXIT_CODES.failure,
  unknown: EXIT_CODES.couldNotRun,
} as const;

/** Adds `microbilt check`. */
export function addCheckCommand(program: Command, host: Host, finish: Finish): void {
  addConnectionOptions(
    program.command("check").description("Checks whether your credentials are valid for an environment."),
  )
    .optionsGroup("Output:")
    .option("--json", "print the result as JSON")
    .addHelpText("after", HELP)
    .action(async ({ json, ...options }: ConnectionOptions & { json?: boolean }) => {
      const result = await checkCredentials(options, host, Date.now);
      host.stdout.write(`${json ? JSON.stringify(toJson(result), null, 2) : formatCheck(result)}\n`);
      finish(EXIT_CODE_OF[result.outcome]);
    });
}
