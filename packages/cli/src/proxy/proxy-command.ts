import { setFlagsFromString } from "node:v8";
import { type Command, InvalidArgumentError } from "commander";
import { connect } from "../connection/connection.ts";
import {
  addConnectionOptions,
  type ConnectionOptions,
  fileDescriptorOf,
  readSeconds,
} from "../connection/connection-options.ts";
import { readSecret } from "../connection/credentials.ts";
import { CannotRun } from "../errors.ts";
import type { Host } from "../host.ts";
import { isLoopback } from "./admission/loopback.ts";
import { HEALTH_PATH } from "./endpoints/health.ts";
import { KEY_HEADER } from "./headers/key-header.ts";
import { openProxy } from "./open-proxy.ts";
import { untilStopped } from "./until-stopped.ts";

const DEFAULT_PORT = 4400;
const DEFAULT_IDLE_TIMEOUT_IN_S = 120;

/** The environment variable of the shared key. */
const KEY_VARIABLE = "MICROBILT_PROXY_KEY";

/** A shorter key could be guessed. */
const MIN_KEY_LENGTH = 16;

const HELP = `
Programs in any language call MicroBilt through the proxy: change their host to the address that it prints. The proxy sends
the access token, renews it, and sends a request again, once, when the server rejects the token (bodies up to 1 MiB).
A token request to the proxy gets a token that opens nothing, so an SDK that obtains its own token needs no other change.

Only programs on this machine can use the proxy, and no web page. To listen on another address, set a shared key with at
least ${MIN_KEY_LENGTH} characters in ${KEY_VARIABLE} or with --key-fd; callers send it in the header ${KEY_HEADER}.

GET ${HEALTH_PATH} tells whether the proxy has a token. SIGINT and SIGTERM let the requests in progress finish; a second
one breaks them off.

Examples:
  microbilt proxy --environment sandbox
  curl http://127.0.0.1:${DEFAULT_PORT}/iPredict/GetReport --json @report.json

Exit codes: 0 a signal stopped the proxy, 2 it could not run.`;

interface ProxyCommandOptions extends ConnectionOptions {
  readonly port: number;
  readonly host: string;
  readonly keyFd?: number;
  readonly idleTimeout: number;
  readonly quiet?: boolean;
}

/** Adds `microbilt proxy`. */
export function addProxyCommand(program: Command, host: Host): void {
  addConnectionOptions(program.command("proxy").description("Passes calls on to MicroBilt, with the access token."))
    .optionsGroup("Proxy:")
    .option("--port <port>", "the port to listen on; 0 chooses a free one", readPort, DEFAULT_PORT)
    .option("--host <host>", "the address to listen on; any other than a loopback address needs a key", "127.0.0.1")
    .option("--key-fd <n>", "read the shared key from this file descriptor", fileDescriptorOf("--key-fd"))
    .option(
      "--idle-timeout <seconds>",
      "how long a request may wait while nothing is sent or received",
      readSeconds,
      DEFAULT_IDLE_TIMEOUT_IN_S,
    )
    .option("--quiet", "do not print a line for each request")
    .addHelpText("after", HELP)
    .action((options: ProxyCommandOptions) => run(options, host));
}

async function run(options: ProxyCommandOptions, host: Host): Promise<void> {
  const { idleTimeout, port, tokenPath, quiet } = options;
  const print = (line: string) => host.stdout.write(`${line}\n`);
  const key = await readKey(options, host);
  const open = () =>
    openProxy({
      connect: (more) => connect(options, host, more),
      host: options.host,
      port,
      key,
      tokenPath,
      idleTimeout: idleTimeout * 1_000,
      log: quiet ? () => {} : print,
    });
  keepMemoryLow();
  const proxy = await open().catch((error) => rethrow(error, options));
  print(`microbilt proxy passes calls from ${proxy.url} on to ${proxy.server}, with the access token.`);
  await untilStopped(proxy);
}

async function readKey({ host, keyFd }: ProxyCommandOptions, { environment }: Host): Promise<string | undefined> {
  const key = keyFd === undefined ? environment[KEY_VARIABLE] : await readSecret(keyFd, "--key-fd");
  if (key !== undefined && !new RegExp(`^[\\x21-\\x7e]{${MIN_KEY_LENGTH},}$`).test(key)) {
    throw new CannotRun(
      `The shared key must have at least ${MIN_KEY_LENGTH} characters, all of them ASCII without spaces; openssl rand -hex 16 makes one.`,
    );
  }
  if (key === undefined && !isLoopback(host)) {
    throw new CannotRun(
      `--host ${host} lets other machines make calls that cost money, so it needs a shared key: set ${KEY_VARIABLE}, or pass --key-fd <n>.`,
    );
  }
  return key;
}

/**
 * The proxy keeps little and produces a lot of garbage: the chunks of bodies. V8 collects it sooner if its new space is small.
 * V8 has this flag in Node 22 and 24; of an unknown flag, it would print an error.
 */
function keepMemoryLow(): void {
  const version = Number.parseInt(process.versions.v8, 10);
  setFlagsFromString(
    version === 12 || version === 13 ? "--scavenger-max-new-space-capacity-mb=1" : "--optimize-for-size",
  );
}

/** Throws the error again. If the proxy cannot listen, the message says what to do. */
function rethrow(error: unknown, { host, port }: ProxyCommandOptions): never {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    throw new CannotRun(`Port ${port} is in use. Pass another port with --port, or --port 0 for any free port.`);
  }
  throw syscall ? new CannotRun(`The proxy cannot listen on ${host}, port ${port}: ${message}.`) : error;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  }
  return port;
}
