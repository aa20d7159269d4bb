import type { Command } from "commander";
import { connect } from "../connection/connection.ts";
import { addConnectionOptions, type ConnectionOptions } from "../connection/connection-options.ts";
import { isRefusal } from "../connection/token-failure.ts";
import { CannotRun } from "../errors.ts";
import { EXIT_CODES, type Finish } from "../exit-codes.ts";
import type { Host } from "../host.ts";

const HELP = `
Prints the token and nothing else, so that another program can use it. The token is a secret: whoever has it can make
calls that cost money.

Examples:
  ACCESS_TOKEN=$(microbilt token --environment sandbox)
  microbilt token --environment sandbox --json | jq .expiresAt

Exit codes: 0 the token is printed, 1 the server refused the credentials, 2 there is no token for another reason.`;

interface TokenCommandOptions extends ConnectionOptions {
  readonly json?: boolean;
  readonly show?: boolean;
}

/** Adds `microbilt token`. */
export function addTokenCommand(program: Command, host: Host, finish: Finish): void {
  addConnectionOptions(program.command("token").description("Prints an access token."))
    .optionsGroup("Output:")
    .option("--json", "print the token and its expiry as JSON")
    .option("--show", "print it even if standard output is a terminal")
    .addHelpText("after", HELP)
    .action(async ({ json, show, ...options }: TokenCommandOptions) => {
      if (host.stdout.isTTY && !show) {
        throw new CannotRun(
          "The token is a secret, and standard output is a terminal. Pass --show to print it there, or redirect the output.",
        );
      }
      const { client } = await connect(options, host);
      try {
        const { accessToken, expiresAt } = await client.getToken();
        const expiresIn = Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1_000));
        const output = json ? JSON.stringify({ accessToken, expiresIn, expiresAt }, null, 2) : accessToken;
        host.stdout.write(`${output}\n`);
      } catch (error) {
        if (!isRefusal(error)) {
          throw error;
        }
        host.stderr.write(`error: ${(error as Error).message}\n`);
        finish(EXIT_CODES.failure);
      }
    });
}
