/** The exit codes of the command. */
export const EXIT_CODES = {
  /** The target conforms, or no result got worse. */
  success: 0,
  /** The target does not conform, or a result got worse. */
  failure: 1,
  /** The command could not run. */
  couldNotRun: 2,
} as const;
