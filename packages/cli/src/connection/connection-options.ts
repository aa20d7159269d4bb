import type { Environment, Flow } from "@microbilt-oauth/client";
import { flows, servers } from "@microbilt-oauth/spec/contract";
import { type Command, InvalidArgumentError, Option } from "commander";
import { CannotRun } from "../errors.ts";

/** The options that say which server to use, how, and where the credentials are. */
export interface ConnectionOptions {
  /** One of MicroBilt's servers. */
  readonly environment?: Environment;
  /** The URL of another server, such as the emulator's. */
  readonly baseUrl?: string;
  /** The path of the token endpoint. */
  readonly tokenPath?: string;
  /** How token requests are sent. */
  readonly flow?: Flow;
  /** How long a token request may take, in s. */
  readonly timeout?: number;
  /** Whether plain http is allowed to a server that is not on this machine. */
  readonly insecureHttp?: boolean;
  /** The path of a file with environment variables. */
  readonly credentialsFile?: string;
  /** The file descriptor from which to read the client secret. */
  readonly secretFd?: number;
}

/** Adds the options of {@link ConnectionOptions} to a command. */
export function addConnectionOptions(command: Command): Command {
  return command
    .optionsGroup("Server:")
    .addOption(new Option("--environment <name>", "MicroBilt's server to use").choices(Object.keys(servers)))
    .option("--base-url <url>", "the URL of another server, such as the emulator's")
    .option("--token-path <path>", "the path of the token endpoint (default: as documented)", readPath)
    .addOption(new Option("--flow <flow>", "how to send the token request (default: json)").choices(Object.keys(flows)))
    .option("--timeout <seconds>", "how long a token request may take (default: 10)", readSeconds)
    .option("--insecure-http", "allow http for a server that is not on this machine, such as in another container")
    .optionsGroup("Credentials:")
    .option("--credentials-file <file>", "read MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET from this file")
    .addOption(new Option("--env-file <file>").hideHelp().argParser(refuseEnvFile))
    .option("--secret-fd <n>", "read the client secret from this file descriptor", fileDescriptorOf("--secret-fd"));
}

/** Node reads a file with this option itself, wherever the option is, and even executes what its NODE_OPTIONS name. */
function refuseEnvFile(): never {
  throw new CannotRun("--env-file is an option of Node, which reads far more from the file: use --credentials-file.");
}

function readPath(text: string): string {
  if (!/^\/(?![/\\])[^?#\s]*$/.test(text)) {
    throw new InvalidArgumentError("It must start with one slash.");
  }
  return text;
}

/** Reads the value of an option that is a number of seconds. */
export function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || seconds === 0) {
    throw new InvalidArgumentError("It must be a positive number of seconds.");
  }
  return seconds;
}

/** Returns the parser of an option that is a file descriptor from which a secret is read. */
export function fileDescriptorOf(option: string): (text: string) => number {
  return (text) => {
    const descriptor = Number(text);
    if (!/^\d{1,4}$/.test(text) || descriptor === 1 || descriptor === 2) {
      // Not an InvalidArgumentError, whose message would show what may be the secret itself.
      throw new CannotRun(
        `${option} must be the number of a file descriptor that is open for reading, as in: ${option} 3 3< secret.txt`,
      );
    }
    return descriptor;
  };
}
