import { MicrobiltError } from "../errors.ts";
import { type Wait, wait } from "../http/deadline.ts";
import type { Secret, Settings } from "../options.ts";
import type { Credentials } from "./token-request.ts";

/**
 * Reads the credentials, which can be functions, for one token request.
 *
 * @param background nobody waits: no timer that keeps the process alive
 * @throws {MicrobiltError} `credentials_unavailable`
 */
export async function readCredentials(settings: Settings, background: boolean): Promise<Credentials> {
  const { clientId, clientSecret, clock, timeout } = settings;
  const limit = wait(clock, timeout, undefined, background);
  try {
    return {
      clientId: await read("clientId", clientId, limit),
      clientSecret: await read("clientSecret", clientSecret, limit),
    };
  } finally {
    limit.end();
  }
}

async function read(name: string, secret: Secret, limit: Wait): Promise<string> {
  let value: unknown;
  try {
    value = typeof secret === "string" ? secret : await Promise.race([secret(), limit.over]);
  } catch {
    // What it threw is not ours to vouch for: it could hold the secret.
  }
  if (typeof value !== "string" || !value) {
    throw new MicrobiltError("credentials_unavailable", `The function given as ${name} gave no text`);
  }
  return value;
}
