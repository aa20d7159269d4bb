/** Why a target was not checked. */
export const SKIP_KINDS = ["structural", "transient", "limitation", "error"] as const;

/**
 * Why a target was not checked:
 * - `structural`: it lacks what the check needs, so another run would not check it either;
 * - `transient`: it rejected too many requests, stopped responding, or the budget was spent, so another run may check it;
 * - `limitation`: the check fails because of a known limitation of the target;
 * - `error`: the check itself broke or did not end.
 */
export type SkipKind = (typeof SKIP_KINDS)[number];

/** The run cannot start or finish. The message says what to do about it; the command exits with 2. */
export class CannotRun extends Error {
  /** Always "CannotRun". */
  override name = "CannotRun";
}

/** Ends a check that cannot find out whether the target meets the requirement. The message becomes the reason. */
export class NotApplicable extends Error {
  /** Always "NotApplicable". */
  override name = "NotApplicable";
  /** Whether another run could check it. */
  readonly kind: "structural" | "transient";

  /** Creates the error; by default, the check does not apply to the target at all. */
  constructor(message: string, kind: "structural" | "transient" = "structural", options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
