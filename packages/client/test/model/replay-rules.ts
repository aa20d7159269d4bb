import type { Clock } from "../../src/index.ts";

/** How long a call is not sent again after a new token did not help: at least, and at most. */
const REPLAY_PAUSE_IN_MS = { least: 1_000, most: 60_000 };

/** Why a call failed: the product's own 401, or the gateway's rejection of the token. */
type Cause = "own 401" | "rejection";

/** Checks how often calls are sent. The calls have the same path, and different queries. */
export interface ReplayRules {
  onSend(url: string): void;
  /**
   * Returns whether the token must be dropped.
   *
   * @param cause undefined for other responses
   * @param isNew whether the token had just been requested
   */
  onResponse(url: string, cause: Cause | undefined, isNew: boolean): boolean;
  /** The server has issued a rejected token again, which does not help either. */
  onSameToken(): void;
}

export function createReplayRules(clock: Clock, check: (holds: boolean, violation: string) => void): ReplayRules {
  const sends = new Map<string, number>();
  /** The calls that must not be sent again. */
  const final = new Set<string>();
  /** When a new token last did not help, by cause. */
  const useless = new Map<Cause, number>();
  const isPaused = (cause: Cause, pause: number) =>
    clock.elapsed() < (useless.get(cause) ?? Number.NEGATIVE_INFINITY) + pause;

  return {
    onSend(url) {
      const sent = (sends.get(url) ?? 0) + 1;
      sends.set(url, sent);
      check(sent <= 2, "a call was sent more than twice");
      check(!final.has(url), "a call was sent again although a new token had just not helped");
    },
    onResponse(url, cause, isNew) {
      if (sends.get(url) === 1) {
        if (cause && isPaused(cause, REPLAY_PAUSE_IN_MS.least)) {
          final.add(url);
        }
        return cause === "rejection" && !isPaused(cause, REPLAY_PAUSE_IN_MS.most);
      }
      if (cause === "own 401" || (cause && isNew)) {
        useless.set(cause, clock.elapsed());
      } else if (!cause) {
        useless.clear();
      }
      return cause === "rejection" && !isNew;
    },
    onSameToken() {
      useless.set("rejection", clock.elapsed());
    },
  };
}
