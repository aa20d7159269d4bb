import { MicrobiltError } from "../errors.ts";
import type { Clock } from "../http/clock.ts";
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
  let refused: { readonly by: MicrobiltError; readonly credentials: string; pause: number; until: number } | undefined;

  return {
    async guard(given, ask) {
      const credentials = JSON.stringify(given);
      const known = refused?.credentials === credentials ? refused : undefined;
      if (known && clock.elapsed() < known.until) {
        // With a stack of its own, which says who asked.
        throw new MicrobiltError(known.by.code, known.by.message, known.by);
      }
      try {
        const granted = await ask();
        refused = undefined;
        return granted;
      } catch (error) {
        if (error instanceof MicrobiltError && error.code === "invalid_client") {
          const pause = Math.min(LONGEST_PAUSE_IN_MS, (known?.pause ?? FIRST_PAUSE_IN_MS / 2) * 2);
          refused = { by: error, credentials, pause, until: clock.elapsed() + pause };
        }
        throw error;
      }
    },
  };
}
