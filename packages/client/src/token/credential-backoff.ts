import { MicrobiltError } from "../errors.ts";
import type { Clock } from "../http/clock.ts";
import { createPause } from "../http/pause.ts";
import type { Credentials } from "./token-request.ts";

/**
 * Reads the credentials and sends a token request, unless one of the two has just failed because of the credentials.
 *
 * @throws {MicrobiltError} the error of `read` or `send`: a new one, or the remembered one
 */
export type CredentialBackoff = <T>(
  read: () => Promise<Credentials>,
  send: (credentials: Credentials) => Promise<T>,
) => Promise<T>;

/**
 * Remembers for a short, growing time that the server rejected the credentials, or that they could not be read, so that
 * neither the server nor a vault receives the same request over and over.
 */
export function createCredentialBackoff(clock: Clock): CredentialBackoff {
  const pause = createPause(clock);
  let failure: MicrobiltError | undefined;
  /** The rejected credentials; "" when they could not be read. */
  let failed = "";

  return async (read, send) => {
    const credentials = await attempt("", read);
    const result = await attempt(JSON.stringify(credentials), () => send(credentials));
    pause.end();
    return result;
  };

  async function attempt<T>(credentials: string, run: () => Promise<T>): Promise<T> {
    const left = pause.left();
    if (failure && left && credentials === failed) {
      const until = new Date(clock.now() + left).toISOString();
      // A new error has the stack of this caller.
      throw new MicrobiltError(
        failure.code,
        `${failure.message}. The client remembers this: it sent no request, and sends none until ${until}`,
        { ...failure, retryAfter: Math.ceil(left) },
      );
    }
    try {
      return await run();
    } catch (error) {
      if (error instanceof MicrobiltError && /^(?:invalid_client|credentials_unavailable)$/.test(error.code)) {
        if (credentials !== failed) {
          pause.end();
        }
        failed = credentials;
        failure = error;
        pause.start();
      }
      throw error;
    }
  }
}
