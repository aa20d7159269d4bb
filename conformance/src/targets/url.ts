import { connect } from "node:net";
import type { Contract } from "@microbilt-oauth/spec";
import { CannotRun, type Credentials, POLITE, type Resource, type Target, UNHURRIED } from "./target.ts";

const DEADLINE_IN_MS = 10_000;

export interface UrlTargetOptions {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly resource?: Resource | undefined;
}

/**
 * A server that is running already.
 *
 * @throws {CannotRun} when the address is no http(s) address, or nothing listens there
 */
export async function openUrl(options: UrlTargetOptions): Promise<Target> {
  const url = parseBaseUrl(options.baseUrl);
  await assertReachable(url);
  return describeServer("url", url, options);
}

/** MicroBilt's sandbox, at the host the document names. */
export async function openSandbox(contract: Contract, options: Omit<UrlTargetOptions, "baseUrl">): Promise<Target> {
  const baseUrl = contract.servers["sandbox"];
  if (!baseUrl) {
    throw new CannotRun("The document names no server for the environment sandbox.");
  }
  const url = parseBaseUrl(baseUrl);
  await assertReachable(url);
  return describeServer("sandbox", url, options);
}

function describeServer(
  name: "url" | "sandbox",
  url: URL,
  { credentials, resource }: Omit<UrlTargetOptions, "baseUrl">,
): Target {
  return {
    name,
    title: name === "sandbox" ? "MicroBilt's sandbox" : "a running server",
    baseUrl: url.href.replace(/\/$/, ""),
    credentials,
    ...(resource
      ? { resource, cannot: {} }
      : { cannot: { resource: "no protected path may be called: name one with --resource" } }),
    limitations: {},
    deadline: DEADLINE_IN_MS,
    pace: isLoopback(url) ? UNHURRIED : POLITE,
    close: async () => {},
  };
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

async function assertReachable(url: URL): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const socket = connect({ host, port, timeout: DEADLINE_IN_MS });
  socket.once("connect", resolve);
  socket.once("error", reject);
  socket.once("timeout", () => reject(new Error(`no connection within ${DEADLINE_IN_MS / 1000} s`)));
  try {
    await promise;
  } catch (error) {
    throw new CannotRun(
      `${url.origin} cannot be reached: ${(error as Error).message || (error as NodeJS.ErrnoException).code}.`,
    );
  } finally {
    socket.destroy();
  }
}
