import { readFile } from "node:fs/promises";
import type { Contract } from "@microbilt-oauth/spec";
import { CannotRun } from "../errors.ts";
import type { ClientTarget, Resource, RunningServer, TargetName } from "../target.ts";
import { clientTarget } from "./client.ts";
import { readCredentials, readSecondCredentials } from "./credentials.ts";
import { startEmulator } from "./emulator.ts";
import { startPrism } from "./prism.ts";
import { openSandbox, openUrl } from "./url.ts";

export interface TargetOptions {
  readonly target?: TargetName;
  readonly baseUrl?: string;
  readonly resource?: Resource;
  readonly port?: number;
  /** A file with the certificate of the authority to trust. */
  readonly ca?: string;
}

/**
 * Starts or finds the target that the options name.
 *
 * @throws {CannotRun} when it is not to be had
 */
export async function openTarget(
  contract: Contract,
  options: TargetOptions,
  environment: NodeJS.ProcessEnv,
): Promise<RunningServer | ClientTarget> {
  const { baseUrl, resource, port, ca } = options;
  const name = options.target ?? (baseUrl === undefined ? "prism" : "url");
  assertFitting(name, options);
  switch (name) {
    case "prism":
      return startPrism(contract, port === undefined ? {} : { port });
    case "emulator":
      return startEmulator(contract, port);
    case "client":
      return clientTarget;
    case "sandbox":
      return openSandbox(contract, { ...readAllCredentials(environment), resource, baseUrl, ca: await readFileAt(ca) });
    case "url":
      if (baseUrl === undefined) {
        throw new CannotRun("--target url needs the address of the server: --base-url http://127.0.0.1:4010");
      }
      return openUrl({ ...readAllCredentials(environment), resource, baseUrl, ca: await readFileAt(ca) });
  }
}

/** @throws {CannotRun} when an option is given that the target has no use for */
function assertFitting(name: TargetName, { baseUrl, port, resource, ca }: TargetOptions): void {
  const isOurs = name === "prism" || name === "emulator";
  if (baseUrl !== undefined && name !== "url" && name !== "sandbox") {
    throw new CannotRun(`--base-url goes with --target url or sandbox, not with --target ${name}.`);
  }
  if (port !== undefined && !isOurs) {
    throw new CannotRun(`--port goes with --target prism or emulator, not with --target ${name}.`);
  }
  if (resource && name !== "url" && name !== "sandbox") {
    throw new CannotRun(`--resource goes with a running server: --target ${name} calls the path of the document.`);
  }
  if (ca !== undefined && name !== "url" && name !== "sandbox") {
    throw new CannotRun(`--ca goes with a running server, not with --target ${name}.`);
  }
}

function readAllCredentials(environment: NodeJS.ProcessEnv) {
  return { credentials: readCredentials(environment), secondCredentials: readSecondCredentials(environment) };
}

async function readFileAt(path: string | undefined): Promise<string | undefined> {
  try {
    return path === undefined ? undefined : await readFile(path, "utf8");
  } catch (error) {
    throw new CannotRun(`The certificate cannot be read: ${(error as Error).message}`);
  }
}
