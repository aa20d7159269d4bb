import { MicrobiltError } from "../errors.ts";
import { withDeadline } from "../http/deadline.ts";
import type { Settings } from "../options.ts";
import type { Credentials } from "./token-request.ts";

/**
 * Reads the credentials, which can be functions, for one token request.
 *
 * @param idle whether the process may exit in the meantime
 * @throws {MicrobiltError} `credentials_unavailable`
 */
export async function readCredentials(settings: Settings, idle: boolean): Promise<Credentials> {
  const { clock, timeout } = settings;
  return { clientId: await read("clientId"), clientSecret: await read("clientSecret") };

  async function read(name: keyof Credentials): Promise<string> {
    const credential = settings[name];
    // What the function throws could contain the secret, so it does not become the cause.
    const value: unknown =
      typeof credential === "string"
        ? credential
        : await withDeadline(clock, timeout, credential, { idle }).catch(() => undefined);
    if (typeof value !== "string" || !value) {
      throw new MicrobiltError(
        "credentials_unavailable",
        `${name}() must return a non-empty string within ${timeout} ms`,
      );
    }
    return value;
  }
}
