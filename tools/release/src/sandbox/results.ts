/** The parts of a `results.json` of the conformance suite that a report of the sandbox needs. */
export interface Results {
  /** The verdict. */
  readonly verdict: { readonly text: string };
  /** When the run started, in ISO 8601. */
  readonly startedAt: string;
  /** Why the run ended before its last check, if it did. */
  readonly incomplete?: string;
  /** The document. */
  readonly document: { readonly version: string };
  /** The results of the checks. */
  readonly checks: readonly CheckResult[];
}

/** The result of a check. */
export interface CheckResult {
  /** The id of the check. */
  readonly id: string;
  /** The requirement, as a sentence. */
  readonly title: string;
  /** How binding the requirement is. */
  readonly requirement: { readonly level: string };
  /** How the result counts: `failed` and `warning` are deviations. */
  readonly outcome: string;
  /** Whether the target meets the requirement; absent if it was not checked. */
  readonly isMet?: boolean;
}
