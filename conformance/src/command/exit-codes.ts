import type { RunResults } from "../run/results.ts";

/** The exit codes of the command. */
export const EXIT_CODES = {
  /** The target conforms, or no result got worse. */
  success: 0,
  /** The target does not conform or is not shown to, or a result got worse. */
  failure: 1,
  /** The command could not run, or only checks that broke fail the run. */
  couldNotRun: 2,
} as const;

/** The exit code of a run. A check that breaks is a defect of the suite, not of the target. */
export function exitCodeOf({ verdict, checks }: Pick<RunResults, "verdict" | "checks">): number {
  if (verdict.conforms) {
    return EXIT_CODES.success;
  }
  const failures = checks.filter(({ outcome }) => outcome === "failed");
  const isBroken = failures.length > 0 && failures.every(({ skipKind }) => skipKind === "error");
  return isBroken ? EXIT_CODES.couldNotRun : EXIT_CODES.failure;
}
