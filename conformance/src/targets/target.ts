/** What a check can need of a target. */
export type Need = "resource";

/** The name by which a target is chosen. */
export type TargetName = "prism" | "emulator" | "url" | "sandbox" | "client";

/** A server to run the checks against: plain data, so that it can be handed to another thread. */
export interface TargetDescription {
  readonly name: TargetName;
  /** For a human reader. */
  readonly title: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** A protected path that may be called. */
  readonly resource?: Resource;
  /** What the target cannot be asked, with the reason. */
  readonly cannot: Readonly<Partial<Record<Need, string>>>;
  /** Checks that are known to fail here, with the reason. They run, and are skipped if they fail as expected. */
  readonly limitations: Readonly<Record<string, string>>;
  /** How long to wait for an answer, in ms. */
  readonly deadline: number;
  /** How politely to ask. */
  readonly pace: Pace;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Resource {
  readonly method: string;
  readonly path: string;
}

export interface Pace {
  /** The least time between the starts of two requests, in ms. */
  readonly interval: number;
  /** The most requests in one run. */
  readonly budget: number;
}

/** A target that has been started or found; it must be closed. */
export interface Target extends TargetDescription {
  close(): Promise<void>;
}

/** The run cannot begin: the message says what to do about it. */
export class CannotRun extends Error {
  override name = "CannotRun";
}

/** A server on this machine can be asked as fast as it answers. */
export const UNHURRIED: Pace = { interval: 0, budget: Number.MAX_SAFE_INTEGER };

/** A server somewhere else: at most two requests a second. */
export const POLITE: Pace = { interval: 500, budget: 100 };
