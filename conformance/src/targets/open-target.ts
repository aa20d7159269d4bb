import type { Environment } from "../environment-variables.ts";
import { CannotRun } from "../errors.ts";
import type { ClientTarget, Resource, RunningServer, Target, TargetName } from "../target.ts";
import { clientTarget } from "./client.ts";
import { readCredentials, readReservedCredentials, readSecondCredentials } from "./credentials.ts";
import { startEmulator } from "./emulator.ts";
import { readCertificate, readClientCertificate } from "./pem-files.ts";
import { startPrism } from "./prism.ts";
import { openSandbox, openUrl, type UrlTargetOptions } from "./url.ts";

/** Which target to check, as the command line names it. */
export interface TargetOptions {
  /** The target. @default "url" with a base URL, otherwise "prism" */
  readonly target?: TargetName;
  /** The base URL of a running server. */
  readonly baseUrl?: string;
  /** The path of the token endpoint, below the base URL. */
  readonly tokenPath?: string;
  /** The protected resource that the checks may call. */
  readonly resource?: Resource;
  /** The port for Prism or the emulator. @default any free port */
  readonly port?: number;
  /** The statuses of the product's own errors, which count as accepted. */
  readonly acceptedStatus?: readonly number[];
  /** The path of the certificate of the authority to trust, in PEM. */
  readonly ca?: string;
  /** The path of the certificate with which to identify to the server, in PEM. */
  readonly cert?: string;
  /** The path of the key of that certificate, in PEM. @default the path of the certificate */
  readonly key?: string;
  /** Header fields to add to each request, by lower-case name. */
  readonly header?: Readonly<Record<string, string>>;
  /** The URL of the proxy to connect through. */
  readonly proxy?: string;
  /** How long to wait for a response, in s. */
  readonly timeout?: number;
  /** The most requests per second. */
  readonly rate?: number;
  /** How often to send a request again to a busy server. */
  readonly retries?: number;
  /** Whether http is allowed although the server is not on this machine. */
  readonly insecureHttp?: boolean;
}

type ServerOption = Exclude<keyof TargetOptions, "target">;

const RUNNING: readonly TargetName[] = ["url", "sandbox"];
const STARTED: readonly TargetName[] = ["prism", "emulator"];

/** The targets that each of the options applies to. */
const APPLICABLE: Readonly<Record<ServerOption, readonly TargetName[]>> = {
  baseUrl: RUNNING,
  tokenPath: RUNNING,
  resource: RUNNING,
  acceptedStatus: RUNNING,
  port: STARTED,
  ca: RUNNING,
  cert: RUNNING,
  key: RUNNING,
  header: RUNNING,
  proxy: RUNNING,
  timeout: RUNNING,
  rate: RUNNING,
  retries: RUNNING,
  insecureHttp: RUNNING,
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
  environment: Environment,
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
      return openSandbox({ ...(await readServerOptions(options, environment)), baseUrl }, undefined, environment);
    case "url": {
      const serverOptions = await readServerOptions(options, environment);
      if (baseUrl === undefined) {
        throw new CannotRun("--target url requires the server's base URL, such as --base-url http://127.0.0.1:4010.");
      }
      return openUrl({ ...serverOptions, baseUrl }, environment);
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
  options: TargetOptions,
  environment: Environment,
): Promise<Omit<UrlTargetOptions, "baseUrl">> {
  const { resource, acceptedStatus, ca, cert, key, header, proxy, timeout, rate, retries, insecureHttp } = options;
  if (key !== undefined && cert === undefined) {
    throw new CannotRun("--key belongs to a certificate: name it with --cert FILE.");
  }
  if (acceptedStatus !== undefined && resource === undefined) {
    throw new CannotRun("--accepted-status is about the protected resource: name it with --resource.");
  }
  return {
    credentials: readCredentials(environment),
    secondCredentials: readSecondCredentials(environment),
    reservedCredentials: readReservedCredentials(environment),
    tokenPath: options.tokenPath,
    resource: resource && { ...resource, ...(acceptedStatus && { errorStatuses: acceptedStatus }) },
    ca: ca === undefined ? undefined : await readCertificate(ca),
    caFile: ca,
    clientCertificate: cert === undefined ? undefined : await readClientCertificate(cert, key),
    certificateFiles: cert === undefined ? undefined : { cert, key: key ?? cert },
    headers: header,
    proxy,
    timeout: timeout === undefined ? undefined : timeout * 1_000,
    rate,
    retries,
    insecureHttp,
  };
}
