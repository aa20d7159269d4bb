import type { Contract } from "@microbilt-oauth/spec";
import { loadSpec } from "../document/spec.ts";
import { CannotRun } from "../errors.ts";
import {
  type Credentials,
  type Pace,
  POLITE,
  type Resource,
  type RunningServer,
  runningServer,
  UNLIMITED,
} from "../target.ts";
import { SECOND_CLIENT_ID_VARIABLE, SECOND_CLIENT_SECRET_VARIABLE } from "../variables.ts";
import { isLoopback, parseBaseUrl } from "./base-url.ts";
import { assertReachable } from "./reachable.ts";

const DEADLINE_IN_MS = 10_000;
const LOOPBACK_DEADLINE_IN_MS = 2_000;

/** A running server, and the credentials to check it with. */
export interface UrlTargetOptions {
  /** The base URL; https unless the server is on this machine. */
  readonly baseUrl: string;
  /** The credentials of an application that the server knows. */
  readonly credentials: Credentials;
  /** The credentials of another one. @default none; the checks that need them are skipped */
  readonly secondCredentials?: Credentials | undefined;
  /** A protected resource that the checks may call. @default none; the checks that need it are skipped */
  readonly resource?: Resource | undefined;
  /** The certificate of the authority to trust, in PEM. @default the authorities that Node trusts */
  readonly ca?: string | undefined;
}

/** The sandbox, or a server in its place, and the credentials to check it with. */
export interface SandboxTargetOptions extends Omit<UrlTargetOptions, "baseUrl"> {
  /** The base URL of a server to check in place of the sandbox. @default the sandbox's, from the document */
  readonly baseUrl?: string | undefined;
}

/**
 * Describes a server that is already running, as a target. If it is not on this machine, it gets at most two requests
 * per second.
 *
 * @throws {CannotRun} if the base URL is not valid, or the server does not accept connections
 */
export async function openUrl(options: UrlTargetOptions): Promise<RunningServer> {
  const url = parseBaseUrl(options.baseUrl);
  return open({ name: "url", title: "a running server", url, pace: isLoopback(url) ? UNLIMITED : POLITE }, options);
}

/**
 * Describes MicroBilt's sandbox, or a server in its place, as a target. It gets at most two requests per second.
 *
 * @throws {CannotRun} if the base URL is not valid, or the server does not accept connections
 */
export async function openSandbox(
  options: SandboxTargetOptions,
  { servers }: Pick<Contract, "servers"> = loadSpec().contract,
): Promise<RunningServer> {
  const baseUrl = options.baseUrl ?? servers["sandbox"];
  if (baseUrl === undefined) {
    throw new CannotRun("The document has no server for the sandbox environment. Name one with --base-url.");
  }
  return open({ name: "sandbox", title: "MicroBilt's sandbox", url: parseBaseUrl(baseUrl), pace: POLITE }, options);
}

interface ServerIdentity {
  readonly name: "url" | "sandbox";
  readonly title: string;
  readonly url: URL;
  readonly pace: Pace;
}

async function open(
  { name, title, url, pace }: ServerIdentity,
  { credentials, secondCredentials, resource, ca }: Omit<UrlTargetOptions, "baseUrl">,
): Promise<RunningServer> {
  await assertReachable(url, ca);
  const baseUrl = url.href.replace(/\/$/, "");
  const isSecure = url.protocol === "https:";
  return runningServer(
    {
      kind: "server",
      name,
      title,
      baseUrl,
      credentials,
      secondCredentials,
      resource,
      ca,
      ...(isSecure && { secureUrl: baseUrl }),
      lacks: {
        ...(!resource && { resource: "no protected resource is known: name one with --resource" }),
        ...(!secondCredentials && {
          "second-application": `no second application is known: set ${SECOND_CLIENT_ID_VARIABLE} and ${SECOND_CLIENT_SECRET_VARIABLE}`,
        }),
        "reserved-characters": "no application is known whose credentials have reserved and non-ASCII characters",
        ...(pace.interval > 0 && {
          burst: `the run sends one request at a time, at most ${1_000 / pace.interval} per second`,
        }),
        control: "the checks cannot register applications, revoke tokens or move the clock there",
        ...(!isSecure && { tls: "the base URL is plain http" }),
      },
      limitations: {},
      deadline: isLoopback(url) ? LOOPBACK_DEADLINE_IN_MS : DEADLINE_IN_MS,
      pace,
    },
    async () => {},
  );
}
