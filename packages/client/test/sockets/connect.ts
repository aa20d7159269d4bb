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
import { CLIENT_ID, CLIENT_SECRET, rejection } from "../support/client.ts";
import { type FaultServer, startFaultServer, TOKEN_MARK } from "./fault-server.ts";

/** What every form of the secret holds, however it is escaped. */
const SECRET_MARK = "s3cret";

export interface Connected {
  readonly client: MicrobiltClient;
  readonly server: FaultServer;
  readonly events: MicrobiltEvent[];
  /** The next event of a type. */
  readonly told: (type: MicrobiltEvent["type"]) => Promise<unknown>;
}

/** A client with the global `fetch` and the system's clock, and a server on a socket; both end with the test. */
export async function connect(options: Partial<ClientOptions> = {}): Promise<Connected> {
  assert.include(CLIENT_SECRET, SECRET_MARK);
  watchForUnhandledRejections();
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
  onTestFinished(() => assertSecretive(events));
  return { client, server, events, told: (type) => once(listeners, type) };
}

/** The MicrobiltError a promise is rejected with; whatever it is about, it shows neither secret nor token. */
export async function failure(promise: Promise<unknown>): Promise<MicrobiltError> {
  const error = await rejection(promise);
  assertSecretive(error);
  assert.instanceOf(error, MicrobiltError);
  return error as MicrobiltError;
}

/** Looks at all that a log could show of a value. */
export function assertSecretive(value: unknown): void {
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

/** One call was sent twice, each time with a token of its own. */
export function assertTwoTries({ calls, tokenRequests, issued }: FaultServer): void {
  assert.deepEqual(
    calls.map(({ headers }) => headers.authorization),
    issued.map((token) => `${bearer.scheme} ${token}`),
  );
  assert.lengthOf(calls, 2);
  assert.lengthOf(tokenRequests, 2);
}

/** A clock on which everything takes so many times as long as it does. */
export function hurriedClock(factor: number): Clock {
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

/** Fails the test when a promise is rejected and nobody listens. */
function watchForUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(async () => {
    await turn();
    process.off("unhandledRejection", note);
    assert.isEmpty(unhandled, "unhandled rejections");
  });
}
