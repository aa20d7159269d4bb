import type { CheckDefinition } from "../check.ts";
import type { Spec } from "../document/spec.ts";
import type { Target } from "../target.ts";
import type { Waiting } from "../waiting.ts";
import type { TextPart } from "../wire/redaction/split-text.ts";
import type { CountingRules } from "./outcome.ts";
import type { KnownDeviation } from "./results.ts";

/** How a run generates requests and counts results. */
export interface RunSettings {
  /** The seed of random requests. @default 1 */
  readonly seed?: number | undefined;
  /** Whether a SHOULD that the target does not meet fails the run. @default false */
  readonly strict?: boolean | undefined;
  /** Whether a MUST that is not checked fails the run. @default false */
  readonly requireAll?: boolean | undefined;
  /** Failures that are accepted. @default none */
  readonly knownDeviations?: readonly KnownDeviation[] | undefined;
  /** When the run starts. It decides whether a known deviation has expired. @default now */
  readonly now?: Date | undefined;
  /** How checks wait where the clock of the server cannot be moved. @default they wait a few seconds at most */
  readonly waiting?: Waiting | undefined;
}

/** What the checks of one run share. Create one for each target and pass it to `runCheck`. */
export interface RunContext<Context> extends Spec {
  /** The target. */
  readonly target: Target;
  /** The seed of random requests. */
  readonly seed: number;
  /** How results count. */
  readonly rules: CountingRules;
  /** How many requests the run has sent so far. */
  readonly requests: number;
  /** How checks wait where the clock of the server cannot be moved. */
  readonly waiting?: Waiting | undefined;
  /** Copies plain data and replaces the secrets of the run in every string of it. */
  redact<T>(data: T): T;
  /** Splits text into what may be shown, and the secrets in between. */
  split(text: string): readonly TextPart[];
  /** Prepares the run of one check. */
  forCheck(check: CheckTraits): CheckRecord<Context>;
}

/** What the run of a check depends on before it starts. */
export type CheckTraits = Pick<CheckDefinition<never>, "id" | "baseline" | "expectsBusyServer" | "runsAlways">;

/** What one check works with, and what the runner records about it besides its findings. */
export interface CheckRecord<Context> {
  /** What the runner passes to the check's `run`. */
  readonly context: Context;
  /**
   * Sends the check's baseline unless the run has sent it before.
   *
   * @throws {NotApplicable} if the server does not accept it
   */
  prepare(): Promise<void>;
  /** What the check noted so far. */
  readonly notes: readonly string[];
  /** How many requests the check has sent so far, apart from those for shared access tokens. */
  readonly requests: number;
}
