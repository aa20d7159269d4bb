/** How a run waits for what happens by itself, such as the expiry of an access token, where no clock can be moved. */
export interface Waiting {
  /** The longest time to wait in one check, in ms. */
  readonly longest: number;
  /** The current time, in ms since 1970. */
  now(): number;
  /** Resolves after a time in ms. */
  sleep(ms: number): Promise<void>;
  /** Reads what an interrupted run saved under a name; undefined if it saved nothing. */
  load(name: string): Promise<unknown>;
  /** Saves what the next run needs if this one is interrupted; undefined removes it. */
  save(name: string, state: unknown): Promise<void>;
}
