import { readFile } from "node:fs/promises";
import { CannotRun } from "../errors.ts";
import type { ClientTarget, Resource, RunningServer, Target, TargetName } from "../target.ts";
import { clientTarget } from "./client.ts";
import { readCredentials, readSecondCredentials } from "./credentials.ts";
import { startEmulator } from "./emulator.ts";
import { startPrism } from "./prism.ts";
import { openSandbox, openUrl, type UrlTargetOptions } from "./url.ts";

/** Which target to check, as the command line names it. */
export interface TargetOptions {
  /** The target. @default "url" with a base URL, otherwise "prism" */
  readonly target?: TargetName;
  /** The base URL of a running server. */
  readonly baseUrl?: string;
  /** The protected resource that the checks may call. */
  readonly resource?: Resource;
  /** The port for Prism or the emulator. @default any free port */
  readonly port?: number;
  /** The path of the certificate of the authority to trust, in PEM. */
  readonly ca?: string;
}

/** The targets that each of the options applies to. */
const APPLICABLE: Readonly<Record<"baseUrl" | "resource" | "port" | "ca", readonly TargetName[]>> = {
  baseUrl: ["url", "sandbox"],
  resource: ["url", "sandbox"],
  port: ["prism", "emulator"],
  ca: ["url", "sandbox"],
};

/** The name of the target that the options select. */
export function targetName({ target, baseUrl }: Pick<TargetOptions, "target" | "baseUrl">): TargetName {
  return target ?? (baseUrl === undefined ? "prism" : "url");
}

/** The kind of the target with a name. */
export function targetKind(name: TargetName): Target["kind"] {
  return name === "client" ? "client" : "server";
}

/**
 * Starts the target that the options select, or connects to it.
 *
 * @throws {CannotRun} if an option does not apply to the target, or the target is not available
 */
export async function openTarget(
  options: TargetOptions,
  environment: NodeJS.ProcessEnv,
): Promise<RunningServer | ClientTarget> {
  const name = targetName(options);
  assertApplicable(name, options);
  const { baseUrl, port } = options;
  switch (name) {
    case "prism":
      return startPrism({ port });
    case "emulator":
      return startEmulator({ port });
    case "client":
      return clientTarget;
    case "sandbox":
      return openSandbox({ ...(await readServerOptions(options, environment)), baseUrl });
    case "url": {
      const serverOptions = await readServerOptions(options, environment);
      if (baseUrl === undefined) {
        throw new CannotRun("--target url requires the server's base URL, such as --base-url http://127.0.0.1:4010.");
      }
      return openUrl({ ...serverOptions, baseUrl });
    }
  }
}

/** @throws {CannotRun} if an option does not apply to the target */
function assertApplicable(name: TargetName, options: TargetOptions): void {
  for (const [option, targets] of Object.entries(APPLICABLE)) {
    if (options[option as keyof typeof APPLICABLE] !== undefined && !targets.includes(name)) {
      const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      throw new CannotRun(`--${flag} applies to --target ${targets.join(" and ")} only; got --target ${name}.`);
    }
  }
}

async function readServerOptions(
  { resource, ca }: TargetOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Omit<UrlTargetOptions, "baseUrl">> {
  return {
    credentials: readCredentials(environment),
    secondCredentials: readSecondCredentials(environment),
    resource,
    ca: await readCertificate(ca),
  };
}

async function readCertificate(path: string | undefined): Promise<string | undefined> {
  try {
    return path === undefined ? undefined : await readFile(path, "utf8");
  } catch (error) {
    throw new CannotRun(`Could not read the certificate: ${(error as Error).message}`, { cause: error });
  }
}
