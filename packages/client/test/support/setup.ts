import { type ClientOptions, createClient, type MicrobiltClient, type MicrobiltEvent } from "../../src/index.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";
import { createScriptedServer, type ScriptedServer } from "./scripted-server.ts";

export const CLIENT_ID = "an-id";
export const CLIENT_SECRET = 's3cret+&=% "é\\';

/** Lets the client refresh tokens in the background on Cloudflare Workers too. */
export const background: Pick<ClientOptions, "waitUntil"> =
  globalThis.navigator?.userAgent === "Cloudflare-Workers" ? { waitUntil: () => {} } : {};

export interface Setup {
  readonly client: MicrobiltClient;
  readonly server: ScriptedServer;
  readonly clock: ManualClock;
  readonly events: MicrobiltEvent[];
}

/** Creates a client with a server and a clock of its own. Nothing leaves the process. */
export function setup(options: Partial<ClientOptions> = {}): Setup {
  const server = createScriptedServer();
  const clock = createManualClock();
  const events: MicrobiltEvent[] = [];
  const client = createClient({
    baseUrl: "https://api.example",
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    fetch: server.fetch,
    clock,
    random: () => 1,
    onEvent: (event) => events.push(event),
    ...background,
    ...options,
  } as ClientOptions);
  return { client, server, clock, events };
}

/** Returns what a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("The promise was not rejected.");
}

/** Returns the code of the MicrobiltError that a promise is rejected with. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return ((await rejection(promise)) as { code?: unknown }).code;
}
