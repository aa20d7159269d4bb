import type { Group } from "../check.ts";
import type { DocumentIdentity } from "../document/spec.ts";
import type { SkipKind } from "../errors.ts";
import type { Level, Requirement } from "../requirement.ts";
import type { TargetName } from "../target.ts";

/** All outcomes, in the order in which reports list them. */
export const OUTCOMES = ["passed", "failed", "warning", "noted", "accepted", "skipped"] as const;

/**
 * How a result counts:
 * - `passed`: the target meets the requirement;
 * - `failed`: the run fails, because the target does not meet a requirement, or because a result is missing;
 * - `warning`: the target does not meet a SHOULD, and the run is not strict;
 * - `noted`: the target does not meet an INFO;
 * - `accepted`: the target does not meet the requirement, which is a known deviation;
 * - `skipped`: the check does not apply to the target, or a limitation of the target is known.
 */
export type Outcome = (typeof OUTCOMES)[number];

/** The result of one check. */
export interface CheckResult {
  /** The id of the check. */
  readonly id: string;
  /** The subject of the check. */
  readonly group: Group;
  /** The requirement, as a sentence. */
  readonly title: string;
  /** The statement that requires it. */
  readonly requirement: Requirement;
  /** How the result counts. */
  readonly outcome: Outcome;
  /** Whether the target meets the requirement, however that counts; undefined if the target was not checked. */
  readonly isMet?: boolean;
  /** Why the target was not checked; undefined if it was. */
  readonly reason?: string;
  /** Of which kind that reason is; undefined if the target was checked. */
  readonly skipKind?: SkipKind;
  /** The entry of the list of known deviations that names the check. */
  readonly deviation?: KnownDeviation;
  /** What differs from the requirement. */
  readonly findings: readonly ReportedFinding[];
  /** What else the check observed. */
  readonly notes: readonly string[];
  /** How many requests the check sent, apart from those for shared access tokens. */
  readonly requests: number;
  /** How long the check took, in ms. */
  readonly duration: number;
}

/** A finding from which the secrets are removed. */
export interface ReportedFinding {
  /** What the requirement asks for. */
  readonly expected: string;
  /** What the target did instead. */
  readonly seen: string;
  /**
   * The shell command that sends the request again. It calls curl and, for a message that curl's HTTP cannot send over
   * TLS, openssl. Shell variables stand for the secrets.
   */
  readonly curl?: string;
  /** Why there is no such command; undefined if there is one, or if the finding is not about one request. */
  readonly noCommand?: string;
  /** The request, and the response if there was one. Long bodies are cut. */
  readonly exchange?: ReportedExchange;
}

/** A request and its response, from which the secrets are removed. */
export interface ReportedExchange {
  /** The request. */
  readonly request: ReportedRequest;
  /** The response; undefined if none arrived. */
  readonly response?: ReportedResponse;
}

/** A request, from which the secrets are removed. */
export interface ReportedRequest {
  /** The method. */
  readonly method: string;
  /** The absolute URL. */
  readonly url: string;
  /** The request target, if it is not the path and the query of the URL. */
  readonly target?: string;
  /** The header fields by lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The start of the body; undefined if there was none. */
  readonly body?: string;
  /** The start of the message, if it was sent byte for byte: `headers` is then empty. */
  readonly message?: string;
}

/** A response, from which the secrets are removed. */
export interface ReportedResponse {
  /** The status code. */
  readonly status: number;
  /** The header fields by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The start of the body. */
  readonly body: string;
}

/** A failure that is accepted for a while. */
export interface KnownDeviation {
  /** The id of the check. */
  readonly check: string;
  /** Why the failure is accepted. */
  readonly reason: string;
  /** The last day on which it is accepted, in UTC, such as `2027-01-31`. */
  readonly until: string;
  /** Where the fix is tracked, such as the address of an issue. @default nowhere */
  readonly ticket?: string | undefined;
  /** A part of what must be seen in each finding: another failure is not accepted. @default any failure is accepted */
  readonly seen?: string | undefined;
  /** Whether the check may pass, too. @default false: the run fails if it passes */
  readonly sometimes?: boolean | undefined;
}

/** The results of a run. */
export interface RunResults {
  /** The version of results.schema.json that describes them. */
  readonly schemaVersion: 2;
  /** Whether the target conforms. */
  readonly verdict: Verdict;
  /** How many results of each level have each outcome. */
  readonly counts: Counts;
  /** What ran the checks, and where. */
  readonly environment: RunEnvironment;
  /** Which checks were selected. */
  readonly selection: RecordedSelection;
  /** The shell command that sets `ACCESS_TOKEN` for the curl commands; undefined if a client was checked. */
  readonly accessTokenCommand?: string;
  /** Whether a SHOULD that the target does not meet fails the run. */
  readonly strict: boolean;
  /** Whether a MUST that is not checked fails the run. */
  readonly requireAll: boolean;
  /** The seed of random requests. */
  readonly seed: number;
  /** What was checked. */
  readonly target: TargetIdentity;
  /** The document that it was checked against. */
  readonly document: DocumentIdentity;
  /** When the run started, in ISO 8601 and UTC. */
  readonly startedAt: string;
  /** How long the run took, in ms. */
  readonly duration: number;
  /** How many requests the run sent. */
  readonly requests: number;
  /** Why the run ended before its last check; undefined if it did not. */
  readonly incomplete?: string;
  /** The result of each check, in the order in which the checks ran. */
  readonly checks: readonly CheckResult[];
}

/** What ran the checks, and where. */
export interface RunEnvironment {
  /** The version of the suite. */
  readonly suite: string;
  /** The version of Node. */
  readonly node: string;
  /** The operating system and the processor architecture, such as "linux x64". */
  readonly platform: string;
}

/** Which checks were selected; the patterns are those of `Selection`. */
export interface RecordedSelection {
  /** The patterns of the checks to run; empty for all. */
  readonly only: readonly string[];
  /** The patterns of the checks to leave out. */
  readonly skip: readonly string[];
  /** The least binding level of the checks to run. */
  readonly level: Level;
}

/** Which target was checked. */
export interface TargetIdentity {
  /** The name by which the command selects it. */
  readonly name: TargetName;
  /** The name that reports show. */
  readonly title: string;
  /** The base URL of a server; undefined if a client was checked. */
  readonly baseUrl?: string;
}

/** Whether a target conforms, and how much of it was checked. */
export interface Verdict {
  /** Whether the target conforms, as far as it was checked. */
  readonly conforms: boolean;
  /** The verdict in words, such as "conforms as far as checked: 53 of 72 MUST checks ran". */
  readonly text: string;
  /** How many MUST requirements were checked. */
  readonly checked: number;
  /** How many MUST requirements there are for this kind of target. */
  readonly total: number;
}

/** How many results of each level have each outcome. */
export type Counts = Readonly<Record<Level, Readonly<Record<Outcome, number>>>>;
