import { connect, isIP } from "node:net";
import { connect as connectSecurely } from "node:tls";
import type { Contract } from "@microbilt-oauth/spec";
import { CannotRun } from "../errors.ts";
import {
  type Credentials,
  type Pace,
  POLITE,
  type Resource,
  type RunningServer,
  runningServer,
  type ServerTarget,
  UNLIMITED,
} from "../target.ts";

const DEADLINE_IN_MS = 10_000;
/** For a server on this machine. */
const SHORT_DEADLINE_IN_MS = 2_000;

/** Why a certificate is not trusted that may well be right. */
const UNKNOWN_AUTHORITY = /SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/;

/** Where a server is, and who asks. */
export interface UrlTargetOptions {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly secondCredentials?: Credentials | undefined;
  readonly resource?: Resource | undefined;
  /** The certificate of the authority to trust, in PEM. */
  readonly ca?: string | undefined;
}

/**
 * A server that is running already.
 *
 * @throws {CannotRun} when the address is no http(s) address, or nothing listens there
 */
export async function openUrl(options: UrlTargetOptions): Promise<RunningServer> {
  const url = parseBaseUrl(options.baseUrl);
  await assertReachable(url, options.ca);
  return describeServer("url", url, options, isLoopback(url) ? UNLIMITED : POLITE);
}

/**
 * MicroBilt's sandbox, at the host the document names, or at an address that stands in for it. It is asked politely
 * wherever it is.
 */
export async function openSandbox(
  contract: Contract,
  options: Omit<UrlTargetOptions, "baseUrl"> & { readonly baseUrl?: string | undefined },
): Promise<RunningServer> {
  const baseUrl = options.baseUrl ?? contract.servers["sandbox"];
  if (!baseUrl) {
    throw new CannotRun("The document names no server for the environment sandbox.");
  }
  const url = parseBaseUrl(baseUrl);
  await assertReachable(url, options.ca);
  return describeServer("sandbox", url, options, POLITE);
}

function describeServer(
  name: "url" | "sandbox",
  url: URL,
  { credentials, secondCredentials, resource, ca }: Omit<UrlTargetOptions, "baseUrl">,
  pace: Pace,
): RunningServer {
  const baseUrl = url.href.replace(/\/$/, "");
  const isSecure = url.protocol === "https:";
  const server: ServerTarget = {
    kind: "server",
    name,
    title: name === "sandbox" ? "MicroBilt's sandbox" : "a running server",
    baseUrl,
    credentials,
    secondCredentials,
    resource,
    ca,
    ...(isSecure && { secureUrl: baseUrl }),
    lacks: {
      ...(!resource && { resource: "no protected path may be called: name one with --resource" }),
      ...(!secondCredentials && {
        "second-application":
          "there is no second application: set MICROBILT_SECOND_CLIENT_ID and MICROBILT_SECOND_CLIENT_SECRET",
      }),
      "reserved-characters": "there is no application whose credentials have reserved and non-ASCII characters",
      ...(pace.interval > 0 && { burst: "a server of somebody else is asked one thing at a time, and not often" }),
      control: "nothing can be registered or revoked there, and its clock cannot be moved",
      ...(!isSecure && { tls: "the address is plain http" }),
    },
    limitations: {},
    deadline: isLoopback(url) ? SHORT_DEADLINE_IN_MS : DEADLINE_IN_MS,
    pace,
  };
  return runningServer(server, async () => {});
}

function parseBaseUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CannotRun(`"${text}" is not the address of a server: write it as https://host or http://127.0.0.1:4010.`);
  }
  if (url.username || url.password) {
    throw new CannotRun("The address holds a user name or password: leave them out.");
  }
  if (url.search || url.hash) {
    throw new CannotRun(
      `"${text}" has a query or a fragment: name only the server, and a path before all others if there is one.`,
    );
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw new CannotRun(`"${text}" would carry the client secret in the clear: use https.`);
  }
  return url;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
}

/** That somebody is there, and that the authority of the certificate is known. */
async function assertReachable(url: URL, ca: string | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isSecure = url.protocol === "https:";
  const port = Number(url.port || (isSecure ? 443 : 80));
  const timeout = DEADLINE_IN_MS;
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = isSecure
    ? connectSecurely({ host, port, timeout, ...name, ...(ca !== undefined && { ca }) })
    : connect({ host, port, timeout });
  socket.once(isSecure ? "secureConnect" : "connect", resolve);
  socket.once("error", reject);
  socket.once("timeout", () => reject(new Error(`no connection within ${timeout / 1000} s`)));
  try {
    await promise;
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (UNKNOWN_AUTHORITY.test(code)) {
      throw new CannotRun(
        `The certificate of ${url.origin} is vouched for by nobody who is known here (${message}): name the authority's certificate with --ca FILE.`,
      );
    }
    // Anything else about the certificate is for the checks to say.
    if (!/^(?:ERR_TLS|CERT)_/.test(code)) {
      throw new CannotRun(`${url.origin} cannot be reached: ${message || code}.`);
    }
  } finally {
    socket.destroy();
  }
}
