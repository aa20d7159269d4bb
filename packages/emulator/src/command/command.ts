import { readFile } from "node:fs/promises";
import { getRequestListener } from "@hono/node-server";
import { document as bundledDocument, type OpenApiDocument, readContract } from "@microbilt-oauth/spec";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { createEmulator } from "../create-emulator.ts";
import type { Emulator } from "../emulator.ts";
import { EmulatorError } from "../errors.ts";
import type { AppRegistration } from "../input/app-registration.ts";
import { type CertificateOfRun, createCertificateOfRun } from "./certificate-file.ts";
import { greet } from "./greeting.ts";
import { lineOf } from "./request-line.ts";

/** What the process says by ending. */
const EXIT = { stopped: 0, couldNotRun: 2 } as const;

interface CommandOptions {
  readonly port: number;
  readonly host: string;
  readonly app: readonly Required<Pick<AppRegistration, "clientId" | "clientSecret">>[];
  readonly tokenLifetime?: number;
  readonly reuseTokens: boolean;
  readonly compatibility: "documented" | "observed";
  readonly https: boolean;
  readonly openapi?: string;
  readonly controlPort?: number;
  readonly verbose: boolean;
}

/** Runs the command line `microbilt-emulator` until it is told to end; what it gives is the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    const stopped = untilStopped();
    await serve(options, stopped);
    return EXIT.stopped;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.stopped : EXIT.couldNotRun;
    }
    if (error instanceof EmulatorError) {
      console.error(error.message);
      return EXIT.couldNotRun;
    }
    throw error;
  }
}

async function serve(options: CommandOptions, stopped: Promise<void>): Promise<void> {
  // Before: the answer by which it tells that it has answered itself has to be of the platform's own Response.
  await import("#listen");
  // From here on Request and Response are lighter ones: a third faster, and in a process of its own nobody else minds.
  getRequestListener(() => new Response(), { overrideGlobalObjects: true });

  const document = options.openapi === undefined ? bundledDocument : await readDocument(options.openapi);
  const emulator = createEmulator({
    document,
    apps: options.app,
    reuseTokens: options.reuseTokens,
    compatibility: options.compatibility,
    ...(options.tokenLifetime !== undefined && { tokenLifetime: options.tokenLifetime }),
    ...(options.verbose && { onRequest: (request) => console.log(lineOf(request)) }),
  });
  const [given] = options.app;
  const { clientId, clientSecret } = given
    ? { clientId: given.clientId, clientSecret: undefined }
    : emulator.apps.register();

  const certificate = options.https ? await createCertificateOfRun(options.host) : undefined;
  try {
    const { url, controlUrl } = await listen(emulator, options, certificate);
    const contract = readContract(document);
    console.log(
      greet({ contract, url, controlUrl, authorityFile: certificate?.authorityFile, clientId, clientSecret }),
    );
    await stopped;
  } finally {
    await emulator.close();
    await certificate?.remove();
  }
}

async function listen(
  emulator: Emulator,
  { port, host, controlPort }: CommandOptions,
  certificate: CertificateOfRun | undefined,
): Promise<{ url: string; controlUrl: string | undefined }> {
  const { url } = await emulator.listen({ port, host, ...(certificate && { tls: certificate }) });
  const control = controlPort === undefined ? undefined : await emulator.listenForControl({ port: controlPort });
  return { url, controlUrl: control?.url };
}

/** Until the process is told to end. Who tells it twice does not want to wait. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => resolve());
    }
  });
}

/** A document in YAML or JSON. */
async function readDocument(file: string): Promise<OpenApiDocument> {
  // Only who brings a document waits for it to load.
  const { parse } = await import("yaml");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new EmulatorError("invalid_document", `Cannot read ${file}: ${(error as Error).message}.`, { cause: error });
  }
  try {
    return parse(text) as OpenApiDocument;
  } catch (error) {
    throw new EmulatorError("invalid_document", `${file} is neither YAML nor JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function parseOptions(args: readonly string[]): CommandOptions {
  const command = new Command("microbilt-emulator")
    .description("MicroBilt's sandbox on your machine: it gives access tokens, and answers calls with them.")
    .version(packageJson.version)
    .option("--port <port>", "the port to listen on; 0 takes any that is free", parsePort, 0)
    .option("--host <host>", "the address to listen on", "127.0.0.1")
    .option("--app <id:secret>", "an application; can be repeated (default: one is generated)", parseApp, [])
    .option("--token-lifetime <seconds>", "how long an access token lives (default: as documented)", parseSeconds)
    .option("--reuse-tokens", "give an application the same token until it expires", false)
    .addOption(
      new Option("--compatibility <mode>", "take what is documented, or also what was observed")
        .choices(["documented", "observed"])
        .default("documented"),
    )
    .option("--https", "listen with TLS, with a certificate made for this run", false)
    .option("--openapi <file>", "the document to answer from, in YAML or JSON (default: MicroBilt's)")
    .option("--control-port <port>", "listen for control there, for this machine only", parsePort)
    .option("--verbose", "print a line for every request", false)
    .addHelpText("after", "\nExit codes: 0 stopped, 2 could not run.")
    .allowExcessArguments(false)
    .exitOverride();
  // pnpm hands over the -- that ends its own options.
  return command.parse(args[0] === "--" ? args.slice(1) : args, { from: "user" }).opts<CommandOptions>();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("Write a number from 0 to 65535.");
  }
  return port;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || seconds === 0) {
    throw new InvalidArgumentError("Write a number of seconds above 0.");
  }
  return seconds;
}

/** At the first colon: an id has none, a secret may. */
function parseApp(text: string, others: CommandOptions["app"]): CommandOptions["app"] {
  const [, clientId = "", clientSecret = ""] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (!clientId) {
    throw new InvalidArgumentError("Write the id and the secret with a colon between them.");
  }
  return [...others, { clientId, clientSecret }];
}
