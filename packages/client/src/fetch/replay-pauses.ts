import type { Clock } from "../http/clock.ts";
import { createPause, type Pause } from "../http/pause.ts";

/** More than the operations of all products; paths that contain an ID can be many more. */
const MAX_PAUSES = 100;

/** The pauses of calls that a new token did not help, by method and path. */
export interface ReplayPauses {
  /** Returns whether the call is not sent again at the moment. */
  isPaused(call: string): boolean;
  /** Starts a pause that is twice as long as the previous one of this call, unless one has just started. */
  start(call: string): void;
  /** Ends the pause of a call. */
  end(call: string): void;
}

export function createReplayPauses(clock: Clock): ReplayPauses {
  const pauses = new Map<string, Pause>();
  const isPaused = (call: string) => (pauses.get(call)?.left() ?? 0) > 0;
  return {
    isPaused,
    start(call) {
      const pause = pauses.get(call) ?? createPause(clock);
      if (!isPaused(call)) {
        pause.start();
      }
      // The latest one is the last one, so that the first one can be forgotten.
      pauses.delete(call);
      pauses.set(call, pause);
      if (pauses.size > MAX_PAUSES) {
        pauses.delete(String(pauses.keys().next().value));
      }
    },
    end(call) {
      pauses.delete(call);
    },
  };
}
