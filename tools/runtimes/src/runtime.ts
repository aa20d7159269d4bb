import type { Outcome } from "./outcome.ts";
import type { Executable } from "./program.ts";

/** Where the tests can run. */
export interface Runtime {
  readonly name: string;
  /**
   * Finds, or unpacks, the program that runs them.
   * @param folder a folder of this runtime's own, gone afterwards
   */
  readonly executable: (folder: string) => Executable | Promise<Executable>;
  /** Runs them once. */
  readonly run: (run: Run) => Promise<Outcome>;
}

export interface Run {
  readonly executable: Executable;
  /** What the executable calls its version. */
  readonly version: string;
  /** The runtime's folder; its `tests.mjs` exports `run`. */
  readonly folder: string;
  /** Ends what was started. */
  readonly signal: AbortSignal;
}
