import type { Executable } from "./child-program.ts";
import type { Outcome } from "./outcome.ts";

/** A JavaScript runtime that can run the tests. */
export interface Runtime {
  readonly name: string;
  /**
   * Finds or unpacks the runtime's executable.
   *
   * @param folder a folder for this runtime only, which is removed afterwards
   */
  readonly executable: (folder: string) => Executable | Promise<Executable>;
  /** Runs the tests once. */
  readonly run: (options: RunOptions) => Promise<Outcome>;
}

export interface RunOptions {
  readonly executable: Executable;
  /** The version that the executable prints. */
  readonly version: string;
  /** The runtime's folder. Its `tests.mjs` exports `run`. */
  readonly folder: string;
  /** Kills whatever the run has started. */
  readonly signal: AbortSignal;
}
