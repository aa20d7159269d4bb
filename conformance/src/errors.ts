/** The run cannot start or finish. The message says what to do about it; the command exits with 2. */
export class CannotRun extends Error {
  /** Always "CannotRun". */
  override name = "CannotRun";
}

/** Ends a check that does not apply to the target. The check is skipped, with this message as the reason. */
export class NotApplicable extends Error {
  /** Always "NotApplicable". */
  override name = "NotApplicable";
}
