import type { Credentials } from "../target.ts";

/** Tells a server of ours what no other can be told. */
export interface Control {
  /** Registers an application. */
  register(app: {
    readonly products?: readonly string[];
    readonly quota?: { readonly calls: number; readonly interval: number };
  }): Promise<Credentials>;
  revoke(accessToken: string): Promise<void>;
  /** Moves the server's clock on, or back with a negative number. */
  advanceClock(ms: number): Promise<void>;
  /** The server's time, in ms since 1970. */
  now(): Promise<number>;
}

const DEADLINE_IN_MS = 10_000;

/** Speaks to the emulator's control API. */
export function createControl(controlUrl: string): Control {
  async function tell(method: string, what: object): Promise<unknown> {
    const response = await fetch(controlUrl + method, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(what),
      signal: AbortSignal.timeout(DEADLINE_IN_MS),
    });
    const answer: unknown = await response.json();
    if (!response.ok) {
      throw new Error(`The emulator's control refuses ${method}: ${JSON.stringify(answer)}`);
    }
    return answer;
  }

  return {
    register: async (app) => (await tell("/apps/register", app)) as Credentials,
    async revoke(accessToken) {
      await tell("/tokens/revoke", { accessToken });
    },
    async advanceClock(ms) {
      await tell("/clock/advance", { ms });
    },
    now: async () => ((await tell("/clock/now", {})) as { time: number }).time,
  };
}
