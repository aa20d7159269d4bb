import type { Clock } from "./clock.ts";
import { MicrobiltError } from "./error.ts";
import type { Credentials } from "./token-request.ts";

const FIRST_PAUSE_IN_MS = 1_000;
const LONGEST_PAUSE_IN_MS = 60_000;

/** Remembers refused credentials for a while, so that they are not asked with again and again. */
export interface RefusedCredentials {
  /**
   * Asks with credentials, unless they were refused a moment ago.
   *
   * @throws {MicrobiltError} the refusal, anew or from memory
   */
  guard<T>(credentials: Credentials, ask: () => Promise<T>): Promise<T>;
}

export function createRefusedCredentials(clock: Clock): RefusedCredentials {
  let refused: { credentials: Credentials; error: MicrobiltError; until: number; times: number } | undefined;

  return {
    async guard(credentials, ask) {
      const known = refused && isSame(refused.credentials, credentials) ? refused : undefined;
      if (known && clock.elapsed() < known.until) {
        throw copyOf(known.error);
      }
      try {
        const granted = await ask();
        refused = undefined;
        return granted;
      } catch (error) {
        if (error instanceof MicrobiltError && error.code === "invalid_client") {
          const times = (known?.times ?? 0) + 1;
          const pause = Math.min(LONGEST_PAUSE_IN_MS, FIRST_PAUSE_IN_MS * 2 ** (times - 1));
          refused = { credentials, error, until: clock.elapsed() + pause, times };
        }
        throw error;
      }
    },
  };
}

function isSame(a: Credentials, b: Credentials): boolean {
  return a.clientId === b.clientId && a.clientSecret === b.clientSecret;
}

/** With a stack of its own, which says who asked. */
function copyOf({ code, message, status, server, retryAfter }: MicrobiltError): MicrobiltError {
  return new MicrobiltError(code, message, { status, server, retryAfter });
}
