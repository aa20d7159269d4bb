import { getRequestListener } from "@hono/node-server";
import { document as bundledDocument, type Contract, type OpenApiDocument, readContract } from "@microbilt-oauth/spec";
import { CommanderError } from "commander";
import { createEmulator } from "../create-emulator.ts";
import type { Emulator } from "../emulator.ts";
import { EmulatorError } from "../errors.ts";
import { generateCredentials } from "../state/apps.ts";
import { createTemporaryCertificate, type TemporaryCertificate } from "./certificate-file.ts";
import { formatGreeting } from "./greeting.ts";
import { formatLogLine } from "./log-line.ts";
import { type CommandOptions, parseOptions } from "./options.ts";
import { readProducts, readScripts } from "./product-files.ts";
import { readYamlOrJson } from "./read-file.ts";

const EXIT_CODE = { stopped: 0, couldNotRun: 2 } as const;

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs the command `microbilt-emulator` until a signal stops it. Resolves with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    const stopped = waitForSignal();
    await serve(options, stopped);
    return EXIT_CODE.stopped;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT_CODE.stopped : EXIT_CODE.couldNotRun;
    }
    if (error instanceof EmulatorError) {
      console.error(error.message);
      return EXIT_CODE.couldNotRun;
    }
    throw error;
  }
}

async function serve(options: CommandOptions, stopped: Promise<void>): Promise<void> {
  // Loaded before the next line replaces Response: the marker for a response that was already sent must be the original.
  await import("#listen");
  // Replaces Request and Response with lighter ones, which makes the command a third faster. In this process, nothing else
  // uses them.
  getRequestListener(() => new Response(), { overrideGlobalObjects: true });

  const document =
    options.openapi === undefined ? bundledDocument : ((await readYamlOrJson(options.openapi)) as OpenApiDocument);
  const generated = generateCredentials();
  const { app: apps = [generated] } = options;
  const [{ clientId } = generated] = apps;
  const products = await readProducts(options.product ?? []);
  const emulator = createEmulator({
    document,
    apps,
    compatibility: options.compatibility,
    products: [...products.map(({ definition }) => definition), await readScripts(options.products ?? [])],
    ...(options.tokenPath !== undefined && { tokenPath: options.tokenPath }),
    ...(options.reuseTokens && { reuseTokens: true }),
    ...(options.expiresIn !== undefined && { expiresIn: options.expiresIn }),
    ...(options.verbose && { onRequest: (request) => console.log(formatLogLine(request)) }),
  });

  const certificate = options.https ? await createTemporaryCertificate(options.host) : undefined;
  try {
    const { url, controlUrl } = await listen(emulator, options, certificate);
    console.log(
      formatGreeting({
        contract: contractWith(readContract(document), options.tokenPath),
        products: products.map(({ line }) => line),
        url,
        controlUrl,
        authorityFile: certificate?.authorityFile,
        clientId,
        clientSecret: options.app ? undefined : generated.clientSecret,
      }),
    );
    await stopped;
  } finally {
    await emulator.close();
    await certificate?.remove();
  }
}

/** The contract, with the token endpoint where the options put it. */
function contractWith(contract: Contract, tokenPath: string | undefined): Contract {
  const { tokenEndpoint } = contract;
  return { ...contract, tokenEndpoint: { ...tokenEndpoint, path: tokenPath ?? tokenEndpoint.path } };
}

async function listen(
  emulator: Emulator,
  { port, host, controlPort }: CommandOptions,
  certificate: TemporaryCertificate | undefined,
): Promise<{ url: string; controlUrl: string | undefined }> {
  const tls = certificate && { tls: certificate };
  const { url } = await emulator.listen({ port, host, ...tls }).catch((error) => rethrow(error, "--port", port));
  const control =
    controlPort === undefined
      ? undefined
      : await emulator
          .listenForControl({ port: controlPort })
          .catch((error) => rethrow(error, "--control-port", controlPort));
  return { url, controlUrl: control?.url };
}

/** Throws the error again. If the port is in use, the message names the option to pass. */
function rethrow(error: EmulatorError, option: string, port: number): never {
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  if (code !== "EADDRINUSE") {
    throw error;
  }
  throw new EmulatorError(
    "cannot_listen",
    `Port ${port} is in use. Pass another port with ${option}, or ${option} 0 for any free port.`,
    { cause: error },
  );
}

/** Resolves at the first signal to stop. The handler is then gone, so that a second signal ends the process at once. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) {
      process.once(signal, () => resolve());
    }
  });
}
