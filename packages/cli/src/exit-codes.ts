/** The exit codes of the commands. */
export const EXIT_CODES = {
  /** The command did what it was told to. */
  success: 0,
  /** It did, and the result is a refusal: of the credentials, of the call, or of files that are out of date. */
  failure: 1,
  /** It could not: an argument is wrong, or the server was not reached. */
  couldNotRun: 2,
} as const;

/** Receives the exit code of a command. A command that does not call it has succeeded. */
export type Finish = (exitCode: number) => void;
