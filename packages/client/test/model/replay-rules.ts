import type { Clock } from "../../src/index.ts";

/** At least this long, a call is not sent again after a 401 of the product's own. */
const REPLAY_PAUSE_IN_MS = 1_000;

/** Checks how often calls are sent. The calls have the same path, and different queries. */
export interface ReplayRules {
  onSend(url: string): void;
  /**
   * @param isOwn401 whether the product responded with a 401 of its own
   * @param isRejection whether the gateway rejected the token
   */
  onResponse(url: string, isOwn401: boolean, isRejection: boolean): void;
}

export function createReplayRules(clock: Clock, check: (holds: boolean, violation: string) => void): ReplayRules {
  const sends = new Map<string, number>();
  /** The calls that must not be sent again. */
  const final = new Set<string>();
  /** Until when a 401 of the product's own is no reason to send a call again. */
  let replayNotBefore = 0;

  return {
    onSend(url) {
      const sent = (sends.get(url) ?? 0) + 1;
      sends.set(url, sent);
      check(sent <= 2, "a call was sent more than twice");
      check(!final.has(url), "a call was sent again although a new token had just not helped");
    },
    onResponse(url, isOwn401, isRejection) {
      if (sends.get(url) === 1) {
        if (isOwn401 && clock.elapsed() < replayNotBefore) {
          final.add(url);
        }
      } else if (isOwn401) {
        replayNotBefore = clock.elapsed() + REPLAY_PAUSE_IN_MS;
      } else if (!isRejection) {
        replayNotBefore = 0;
      }
    },
  };
}
