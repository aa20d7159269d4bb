import { MicrobiltError } from "../errors.ts";
import type { Clock } from "../http/clock.ts";
import { exponentialDelay } from "../http/retry.ts";
import type { Credentials } from "./token-request.ts";

const FIRST_PAUSE_IN_MS = 1_000;
const MAX_PAUSE_IN_MS = 60_000;

/**
 * Sends a token request, unless the server has just rejected the same credentials.
 *
 * @throws {MicrobiltError} the server's rejection: a new one, or the remembered one
 */
export type CredentialBackoff = <T>(credentials: Credentials, request: () => Promise<T>) => Promise<T>;

/** Remembers rejected credentials for a short, growing time, so that they are not sent over and over. */
export function createCredentialBackoff(clock: Clock): CredentialBackoff {
  /** The credentials that the server rejected last. */
  let rejected = "";
  let rejection: MicrobiltError | undefined;
  /** How many rejections there were in a row. */
  let count = 0;
  /** When the credentials may be sent again (`clock.elapsed`). */
  let until = 0;

  return async (given, request) => {
    const credentials = JSON.stringify(given);
    if (rejection && credentials === rejected && clock.elapsed() < until) {
      // A new error has the stack of this caller.
      throw new MicrobiltError(rejection.code, rejection.message, rejection);
    }
    try {
      const result = await request();
      rejected = "";
      return result;
    } catch (error) {
      if (error instanceof MicrobiltError && error.code === "invalid_client") {
        count = credentials === rejected ? count + 1 : 1;
        until = clock.elapsed() + exponentialDelay(FIRST_PAUSE_IN_MS, MAX_PAUSE_IN_MS, count);
        rejected = credentials;
        rejection = error;
      }
      throw error;
    }
  };
}
