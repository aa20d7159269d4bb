import type { Contract } from "@microbilt-oauth/spec";
import { loadSpec } from "../document/spec.ts";
import {
  type Environment,
  RESERVED_CLIENT_ID_VARIABLE,
  RESERVED_CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_ID_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../environment-variables.ts";
import { CannotRun } from "../errors.ts";
import {
  type Credentials,
  formatRate,
  PATIENT_RETRY,
  type Pace,
  POLITE,
  QUICK_RETRY,
  type Resource,
  type RunningServer,
  runningServer,
  type ServerTarget,
  UNLIMITED,
} from "../target.ts";
import type { ClientCertificate } from "../wire/connect.ts";
import type { CertificateFiles } from "../wire/curl/command-files.ts";
import { type BaseUrlRules, isLoopback, parseBaseUrl } from "./base-url.ts";
import { proxyFor } from "./proxy.ts";
import { assertReachable } from "./reachable.ts";

const DEADLINE_IN_MS = 10_000;
const LOOPBACK_DEADLINE_IN_MS = 5_000;

/** A running server, and the credentials to check it with. */
export interface UrlTargetOptions {
  /** The base URL; https unless the server is on this machine. */
  readonly baseUrl: string;
  /** The path of the token endpoint, below the base URL. @default that in the document */
  readonly tokenPath?: string | undefined;
  /** The credentials of an application that the server knows. */
  readonly credentials: Credentials;
  /** The credentials of another one. @default none; the checks that need them are skipped */
  readonly secondCredentials?: Credentials | undefined;
  /** A protected resource that the checks may call. @default none; the checks that need it are skipped */
  readonly resource?: Resource | undefined;
  /** The credentials of one with reserved and non-ASCII characters. @default none; the check that needs it is skipped */
  readonly reservedCredentials?: Credentials | undefined;
  /** The certificate of the authority to trust, in PEM. @default the authorities that Node trusts */
  readonly ca?: string | undefined;
  /** The file with that certificate, which the curl commands in reports name. @default "ca.pem" */
  readonly caFile?: string | undefined;
  /** The certificate with which to identify to the server. @default none */
  readonly clientCertificate?: ClientCertificate | undefined;
  /** The files with that certificate and its key, which the curl commands in reports name. @default client.pem and client-key.pem */
  readonly certificateFiles?: CertificateFiles | undefined;
  /** The URL of the proxy to connect through. @default that of `HTTPS_PROXY` or `HTTP_PROXY` in the environment */
  readonly proxy?: string | undefined;
  /** Header fields to add to each request, by lower-case name. Reports hide their values. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long to wait for a response, in ms. @default 10,000; 5,000 for a server on this machine */
  readonly timeout?: number | undefined;
  /** The most requests per second. @default 2; as many as it takes for a server on this machine */
  readonly rate?: number | undefined;
  /** How often to send a request again to a server that responds with 429 or 503. @default 3; 2 on this machine */
  readonly retries?: number | undefined;
  /** Whether http is allowed although the server is not on this machine, as between containers. @default false */
  readonly insecureHttp?: boolean | undefined;
}

/** The sandbox, or a server in its place, and the credentials to check it with. */
export interface SandboxTargetOptions extends Omit<UrlTargetOptions, "baseUrl"> {
  /** The base URL of a server to check in place of the sandbox. @default the sandbox's, from the document */
  readonly baseUrl?: string | undefined;
}

/**
 * Describes a server that is already running, as a target. If it is not on this machine, it gets at most two requests
 * per second, unless `rate` says otherwise.
 *
 * @throws {CannotRun} if the base URL is not valid, or the server does not accept connections
 */
export async function openUrl(
  options: UrlTargetOptions,
  environment: Environment = process.env,
): Promise<RunningServer> {
  const url = parseBaseUrl(options.baseUrl, rulesFor(options, loadSpec().contract));
  const pace = isLoopback(url) ? UNLIMITED : POLITE;
  return open({ name: "url", title: "a running server", url, pace }, options, environment);
}

/**
 * Describes MicroBilt's sandbox, or a server in its place, as a target. It gets at most two requests per second, unless
 * `rate` says otherwise.
 *
 * @throws {CannotRun} if the base URL is not valid, or the server does not accept connections
 */
export async function openSandbox(
  options: SandboxTargetOptions,
  contract: Pick<Contract, "servers" | "tokenEndpoint"> = loadSpec().contract,
  environment: Environment = process.env,
): Promise<RunningServer> {
  const baseUrl = options.baseUrl ?? contract.servers["sandbox"];
  if (baseUrl === undefined) {
    throw new CannotRun("The document has no server for the sandbox environment. Name one with --base-url.");
  }
  const url = parseBaseUrl(baseUrl, rulesFor(options, contract));
  return open({ name: "sandbox", title: "MicroBilt's sandbox", url, pace: POLITE }, options, environment);
}

interface ServerIdentity {
  readonly name: "url" | "sandbox";
  readonly title: string;
  readonly url: URL;
  readonly pace: Pace;
}

function rulesFor(
  { insecureHttp, tokenPath }: Pick<UrlTargetOptions, "insecureHttp" | "tokenPath">,
  { tokenEndpoint }: Pick<Contract, "tokenEndpoint">,
): BaseUrlRules {
  const others = tokenEndpoint.aliases.map(({ path }) => path);
  return { tokenPaths: [tokenEndpoint.path, ...(tokenPath === undefined ? [] : [tokenPath]), ...others], insecureHttp };
}

async function open(
  { name, title, url, pace: usualPace }: ServerIdentity,
  options: Omit<UrlTargetOptions, "baseUrl">,
  environment: Environment,
): Promise<RunningServer> {
  const { credentials, secondCredentials, reservedCredentials, resource, headers, rate, timeout, retries } = options;
  const { ca, caFile, clientCertificate, certificateFiles, tokenPath } = options;
  const proxy = proxyFor(url, options.proxy, environment);
  await assertReachable(url, { ca, clientCertificate, proxy });
  const baseUrl = url.href.replace(/\/$/, "");
  const isLocal = isLoopback(url);
  const pace = rate === undefined ? usualPace : { ...usualPace, interval: 1_000 / rate };
  const retry = isLocal ? QUICK_RETRY : PATIENT_RETRY;
  return runningServer(
    {
      kind: "server",
      name,
      title: proxy === undefined ? title : `${title}, through the proxy ${new URL(proxy).host}`,
      baseUrl,
      tokenPath,
      credentials,
      secondCredentials,
      reservedCredentials,
      resource,
      ca,
      caFile,
      clientCertificate,
      certificateFiles,
      proxy,
      headers,
      ...(url.protocol === "https:" && { secureUrl: baseUrl }),
      lacks: missingCapabilities(url, pace, options),
      limitations: {},
      deadline: timeout ?? (isLocal ? LOOPBACK_DEADLINE_IN_MS : DEADLINE_IN_MS),
      pace,
      retry: { ...retry, attempts: retries ?? retry.attempts },
    },
    async () => {},
  );
}

function missingCapabilities(
  { protocol }: URL,
  { interval }: Pace,
  { resource, secondCredentials, reservedCredentials }: Omit<UrlTargetOptions, "baseUrl">,
): ServerTarget["lacks"] {
  return {
    ...(!resource && { resource: "no protected resource is known: name one with --resource" }),
    ...(!secondCredentials && {
      "second-application": `no second application is known: set ${SECOND_CLIENT_ID_VARIABLE} and ${SECOND_CLIENT_SECRET_VARIABLE}`,
    }),
    ...(!reservedCredentials && {
      "reserved-characters": `no application is known whose credentials have reserved and non-ASCII characters: set ${RESERVED_CLIENT_ID_VARIABLE} and ${RESERVED_CLIENT_SECRET_VARIABLE}`,
    }),
    ...(interval > 0 && {
      burst: `the run sends one request at a time, at most ${formatRate(interval)}`,
    }),
    control: "the checks cannot register applications, revoke tokens or move the clock there",
    ...(protocol !== "https:" && { tls: "the base URL is plain http" }),
  };
}
