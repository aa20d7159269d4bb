import { MicrobiltError } from "./error.ts";
import type { Secret, Settings } from "./settings.ts";
import type { Credentials } from "./token-request.ts";

/**
 * Reads the credentials, which can be functions, for one token request.
 *
 * @throws {MicrobiltError} `credentials_unavailable`
 */
export async function readCredentials({ clientId, clientSecret }: Settings): Promise<Credentials> {
  return {
    clientId: await read("clientId", clientId),
    clientSecret: await read("clientSecret", clientSecret),
  };
}

async function read(name: string, secret: Secret): Promise<string> {
  let value: unknown;
  try {
    value = typeof secret === "string" ? secret : await secret();
  } catch {
    // What it threw is not ours to vouch for: it could hold the secret.
  }
  if (typeof value !== "string" || !value) {
    throw new MicrobiltError("credentials_unavailable", `The function given as ${name} gave no text`);
  }
  return value;
}
