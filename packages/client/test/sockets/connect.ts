import { EventEmitter, once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { inspect } from "node:util";
import { bearer } from "@microbilt-oauth/spec/contract";
import { assert, onTestFinished } from "vitest";
import {
  type ClientOptions,
  type Clock,
  createClient,
  type MicrobiltClient,
  MicrobiltError,
  type MicrobiltEvent,
} from "../../src/index.ts";
import { CLIENT_ID, CLIENT_SECRET, rejection } from "../support/setup.ts";
import { type FaultServer, startFaultServer, TOKEN_MARK } from "./fault-server.ts";

/** A part of the client secret that no encoding changes. */
const SECRET_MARK = "s3cret";

export interface Connection {
  readonly client: MicrobiltClient;
  readonly server: FaultServer;
  readonly events: MicrobiltEvent[];
  /** Waits for the next event of a type. */
  readonly nextEvent: (type: MicrobiltEvent["type"]) => Promise<unknown>;
}

/** Creates a client with the global `fetch` and the system clock, and a server on a socket. Both close with the test. */
export async function connect(options: Partial<ClientOptions> = {}): Promise<Connection> {
  assert.include(CLIENT_SECRET, SECRET_MARK);
  failOnUnhandledRejections();
  const server = await startFaultServer();
  const events: MicrobiltEvent[] = [];
  const listeners = new EventEmitter();
  const client = createClient({
    baseUrl: server.origin,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    retry: { attempts: 2, budget: 5_000 },
    random: () => 0,
    onEvent(event) {
      events.push(event);
      listeners.emit(event.type);
    },
    ...options,
  } as ClientOptions);
  onTestFinished(() => assertNoSecrets(events));
  return { client, server, events, nextEvent: (type) => once(listeners, type) };
}

/** Returns the MicrobiltError that a promise is rejected with, which must not contain the secret or a token. */
export async function failure(promise: Promise<unknown>): Promise<MicrobiltError> {
  const error = await rejection(promise);
  assertNoSecrets(error);
  assert.instanceOf(error, MicrobiltError);
  return error as MicrobiltError;
}

/** Inspects everything that a log could show of a value. */
export function assertNoSecrets(value: unknown): void {
  const shown = [
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
  ];
  for (let error = value; error instanceof Error; error = error.cause) {
    shown.push(error.message, error.stack ?? "", JSON.stringify(error), inspect(error, { showHidden: true }));
  }
  for (const text of shown) {
    assert.notInclude(text, SECRET_MARK);
    assert.notInclude(text, TOKEN_MARK);
  }
}

/** Asserts that one call was sent twice, each time with a token of its own. */
export function assertSentTwice({ calls, tokenRequests, issued }: FaultServer): void {
  assert.deepEqual(
    calls.map(({ headers }) => headers.authorization),
    issued.map((accessToken) => `${bearer.scheme} ${accessToken}`),
  );
  assert.lengthOf(calls, 2);
  assert.lengthOf(tokenRequests, 2);
}

/** Waits until the connections of all these requests are closed. There must be as many as expected. */
export async function allClosed(requests: FaultServer["calls"], count: number): Promise<void> {
  assert.lengthOf(requests, count);
  await Promise.all(requests.map(({ closed }) => closed));
}

/** Creates a clock on which everything takes `factor` times as long as in reality. */
export function fastClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * factor,
    elapsed: () => performance.now() * factor,
    setTimeout(callback, delay) {
      const timer = setTimeout(callback, delay / factor);
      return () => clearTimeout(timer);
    },
  };
}

/** Fails the test when a promise is rejected that nobody handles. */
function failOnUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const record = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", record);
  onTestFinished(async () => {
    await turn();
    process.off("unhandledRejection", record);
    assert.isEmpty(unhandled, "unhandled rejections");
  });
}
