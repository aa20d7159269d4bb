import { type ClientOptions, createClient, type MicrobiltClient, type MicrobiltEvent } from "../../src/index.ts";
import { createOwnedClock, type OwnedClock } from "./owned-clock.ts";
import { createScriptedServer, type ScriptedServer } from "./scripted-server.ts";

export const CLIENT_ID = "an-id";
export const CLIENT_SECRET = 's3cret+&=% "é\\';

export interface Scene {
  readonly client: MicrobiltClient;
  readonly server: ScriptedServer;
  readonly clock: OwnedClock;
  readonly events: MicrobiltEvent[];
}

/** A client with a server and a clock of its own; nothing leaves the process. */
export function scene(options: Partial<ClientOptions> = {}): Scene {
  const server = createScriptedServer();
  const clock = createOwnedClock();
  const events: MicrobiltEvent[] = [];
  const client = createClient({
    baseUrl: "https://api.example",
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    fetch: server.fetch,
    clock,
    random: () => 1,
    onEvent: (event) => events.push(event),
    ...options,
  } as ClientOptions);
  return { client, server, clock, events };
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was not rejected.");
}

/** The code of the MicrobiltError a promise is rejected with. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return ((await rejection(promise)) as { code?: unknown }).code;
}
