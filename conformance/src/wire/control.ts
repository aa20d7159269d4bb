import type { Credentials } from "../target.ts";

/** What the checks can change in the emulator while it runs. */
export interface Control {
  /** Registers an application and returns its credentials. */
  register(app: AppRegistration): Promise<Credentials>;
  /** Removes an application, and with it its access tokens. */
  remove(clientId: string): Promise<void>;
  /** Revokes an access token. */
  revoke(accessToken: string): Promise<void>;
  /** Moves the server's clock forward by a number of ms; back if it is negative. */
  advanceClock(ms: number): Promise<void>;
  /** The server's time, in ms since 1970. */
  now(): Promise<number>;
}

/** An application to register with the emulator. */
export interface AppRegistration {
  /** The paths of the products that the application may call. @default all */
  readonly products?: readonly string[];
  /** How many calls it may make in an interval. @default without limit */
  readonly quota?: {
    /** The most calls in an interval. */
    readonly calls: number;
    /** The length of the interval, in s. */
    readonly interval: number;
  };
}

const DEADLINE_IN_MS = 10_000;

/**
 * Connects to the emulator's control API.
 *
 * @param controlUrl undefined if the target has no control API; every method then fails
 */
export function createControl(controlUrl: string | undefined): Control {
  async function post(path: string, parameters: object): Promise<unknown> {
    if (controlUrl === undefined) {
      throw new Error('The target has no control API. Add "control" to the needs of the check.');
    }
    const response = await fetch(controlUrl + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(parameters),
      signal: AbortSignal.timeout(DEADLINE_IN_MS),
    });
    const body: unknown = await response.json();
    if (!response.ok) {
      throw new Error(`The emulator's control API rejected ${path}: ${JSON.stringify(body)}`);
    }
    return body;
  }

  return {
    register: async (app) => (await post("/apps/register", app)) as Credentials,
    async remove(clientId) {
      await post("/apps/remove", { clientId });
    },
    async revoke(accessToken) {
      await post("/tokens/revoke", { accessToken });
    },
    async advanceClock(ms) {
      await post("/clock/advance", { ms });
    },
    now: async () => ((await post("/clock/now", {})) as { time: number }).time,
  };
}
