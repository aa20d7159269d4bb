import type { CheckResult } from "../run/results.ts";
import type { TargetDescription } from "../targets/target.ts";

/** The name under which the suite gets its options. */
export const SUITE_OPTIONS = "microbiltConformance";

export interface SuiteOptions {
  readonly target: TargetDescription;
  /** Whether a failed SHOULD fails the run. */
  readonly strict: boolean;
  /** What random requests are drawn from. */
  readonly seed: number;
  /** The ids of the checks to run. */
  readonly checks: readonly string[];
}

declare module "vitest" {
  interface ProvidedContext {
    [SUITE_OPTIONS]: SuiteOptions;
  }

  interface TaskMeta {
    result?: CheckResult;
    /** How many requests the run had sent when the check ended. */
    requests?: number;
  }
}
