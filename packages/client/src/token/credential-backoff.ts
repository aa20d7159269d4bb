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

interface Rejection {
  readonly credentials: string;
  readonly error: MicrobiltError;
  /** How many there were in a row. */
  readonly count: number;
  /** When the credentials may be sent again (`clock.elapsed`). */
  readonly until: number;
}

/** Remembers rejected credentials for a short, growing time, so that they are not sent over and over. */
export function createCredentialBackoff(clock: Clock): CredentialBackoff {
  let rejection: Rejection | undefined;

  return async (given, request) => {
    const credentials = JSON.stringify(given);
    const previous = rejection?.credentials === credentials ? rejection : undefined;
    if (previous && clock.elapsed() < previous.until) {
      // A new error has the stack of this caller.
      throw new MicrobiltError(previous.error.code, previous.error.message, previous.error);
    }
    try {
      const result = await request();
      rejection = undefined;
      return result;
    } catch (error) {
      if (error instanceof MicrobiltError && error.code === "invalid_client") {
        const count = (previous?.count ?? 0) + 1;
        const until = clock.elapsed() + exponentialDelay(FIRST_PAUSE_IN_MS, MAX_PAUSE_IN_MS, count);
        rejection = { credentials, error, count, until };
      }
      throw error;
    }
  };
}
