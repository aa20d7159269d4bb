import type { Check, Result } from "./check.ts";

/** The cases of one kind of environment. */
export interface Suite {
  /** What the command line calls it. */
  readonly name: string;
  readonly run: (context: Context) => Promise<void>;
}

export interface Context {
  /** Ends everything the suite has started. */
  readonly signal: AbortSignal;
  readonly check: Check;
  /** Reports the result of a case that ran in another process. */
  readonly report: (result: Result) => void;
  /** Only cases whose environment's name includes this, such as `undici8`; empty for all. */
  readonly only: string;
}
