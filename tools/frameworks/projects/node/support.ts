import { inspect } from "node:util";
import { type ClientOptions, createClient, type MicrobiltClient, MicrobiltError } from "@microbilt-oauth/client";
import type { Expect } from "../../src/cases/check.ts";
import { startTokenServer, type TokenServer, type TokenServerOptions } from "../../src/servers/token-server.ts";

export const SECRET = "a-secret-that-nothing-shows";
export const PRODUCT_PATH = "/iPredict/GetReport";

/** Creates a client. The options can be ones that its types forbid. */
export function clientOf(baseUrl: string, options: object = {}): MicrobiltClient {
  return createClient({
    baseUrl,
    clientId: "my-application",
    clientSecret: SECRET,
    ...options,
  } as unknown as ClientOptions);
}

export async function withServer(
  options: TokenServerOptions,
  run: (server: TokenServer) => Promise<string>,
): Promise<string> {
  const server = await startTokenServer(options);
  try {
    return await run(server);
  } finally {
    await server.close();
  }
}

/** What a promise, or a function, fails with; `undefined` when it does not. */
export async function failureOf(run: Promise<unknown> | (() => unknown)): Promise<MicrobiltError | undefined> {
  try {
    await (typeof run === "function" ? run() : run);
  } catch (error) {
    return error as MicrobiltError;
  }
  return undefined;
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof MicrobiltError ? error.code : undefined;
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await startTokenServer();
  await server.close();
  return server.port;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Expects that nothing shows the secret or a token, however deeply the error is inspected. */
export function expectNoSecret(error: unknown, expect: Expect): void {
  const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + JSON.stringify(error);
  expect(!shown.includes(SECRET) && !shown.includes("issued-token-"), "no secret and no token is shown");
}

/** The causes of an error, the outermost first. */
export function causesOf(error: unknown): unknown[] {
  const { cause } = Object(error) as Error;
  return cause === undefined ? [] : [cause, ...causesOf(cause)];
}
