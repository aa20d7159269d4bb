import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { invalidArgument } from "../errors.ts";
import { LOOPBACK } from "../input/loopback.ts";
import { PORT_REQUIREMENT, parsePort } from "../input/port.ts";
import type { EmulatorOptions } from "../options.ts";
import type { Credentials } from "../state/apps.ts";

/** Fixed, so that it can be configured once. Prism has 4010. */
const DEFAULT_PORT = 4300;

/** The options of the command line. */
export interface CommandOptions {
  readonly port: number;
  readonly host: string;
  readonly app?: readonly Credentials[];
  readonly expiresIn?: number;
  readonly reuseTokens?: boolean;
  readonly product?: readonly ProductFile[];
  readonly products?: readonly string[];
  readonly tokenPath?: string;
  readonly compatibility: NonNullable<EmulatorOptions["compatibility"]>;
  readonly https?: boolean;
  readonly openapi?: string;
  readonly controlPort?: number;
  readonly verbose?: boolean;
}

/** The document of a product. */
export interface ProductFile {
  readonly file: string;
  /** Undefined if the document says it. */
  readonly basePath: string | undefined;
}

/**
 * Parses the command line. Prints the help, the version or an error.
 *
 * @throws {CommanderError} when it has printed
 * @throws {EmulatorError} `invalid_argument`
 */
export function parseOptions(args: readonly string[]): CommandOptions {
  const command = new Command("microbilt-emulator")
    .description("Runs an emulator of MicroBilt's sandbox. It issues access tokens and accepts calls that use them.")
    .version(packageJson.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .option("--port <port>", "the port to listen on; 0 chooses a free one", readPort, DEFAULT_PORT)
    .option("--host <host>", "the address to listen on", LOOPBACK.ipv4)
    .option("--app <id:secret>", "register an application; repeatable (default: one with random credentials)", readApp)
    .option(
      "--product <file>",
      "add a product from its OpenAPI document, in YAML or JSON; repeatable; /path=<file> sets its base path",
      readProduct,
    )
    .option(
      "--products <file>",
      "add products from a JSON object of paths and responses; repeatable",
      (file: string, others: readonly string[] = []) => [...others, file],
    )
    .option("--token-path <path>", "the path of the token endpoint (default: as documented)")
    .option("--expires-in <seconds>", "how long an access token is valid (default: as documented)", readSeconds)
    .option("--reuse-tokens", "return the same token to an application until it expires")
    .addOption(
      new Option(
        "--compatibility <mode>",
        "which requests to accept: the documented ones, or also those observed in practice",
      )
        .choices(["documented", "observed"])
        .default("documented"),
    )
    .option("--https", "serve HTTPS, with a certificate created for this run")
    .option("--openapi <file>", "the OpenAPI document of the API, in YAML or JSON (default: the built-in document)")
    .option("--control-port <port>", "serve the control API on this port; only this machine can reach it", readPort)
    .option("--verbose", "print a line for each request")
    .addHelpText("after", "\nExit codes: 0 if a signal stopped the emulator, 2 if it could not run.")
    .configureOutput({ outputError: (text, write) => write(withoutValue(text)) })
    .allowExcessArguments(false)
    .exitOverride();
  // pnpm passes on the -- that ends its own options.
  return command.parse(args[0] === "--" ? args.slice(1) : args, { from: "user" }).opts<CommandOptions>();
}

/** A misspelled option can carry a secret: `unknown option '--aap=my-id:my-secret'`. */
function withoutValue(error: string): string {
  return error.replace(/(unknown option '--[^=']+)=.*'/s, "$1'");
}

function readPort(text: string): number {
  const port = parsePort(text);
  if (port === undefined) {
    throw new InvalidArgumentError(`It must be ${PORT_REQUIREMENT}.`);
  }
  return port;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || seconds === 0) {
    throw new InvalidArgumentError("It must be a positive number of seconds.");
  }
  return seconds;
}

function readProduct(text: string, others: CommandOptions["product"] = []): CommandOptions["product"] {
  const [, basePath, file = text] = /^(\/[^=]*)=(.+)$/s.exec(text) ?? [];
  return [...others, { file, basePath }];
}

function readApp(text: string, others: CommandOptions["app"] = []): CommandOptions["app"] {
  // Splits at the first colon, because a secret can contain one.
  const [, clientId, clientSecret] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (clientId === undefined || clientSecret === undefined) {
    // Not an InvalidArgumentError, whose message would show the value.
    throw invalidArgument("--app must be an id and a secret with a colon between them, such as --app my-id:my-secret");
  }
  return [...others, { clientId, clientSecret }];
}
