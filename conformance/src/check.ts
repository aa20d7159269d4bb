import type { Contract, OpenApiDocument, Pointer, RfcSection } from "@microbilt-oauth/spec";
import type { FlowName, Grant, TokenRequestChange } from "./run/token-requests.ts";
import type { Capability, TargetDescription } from "./targets/target.ts";
import type { Control } from "./wire/control.ts";
import type { Exchange, WireRequest } from "./wire/exchange.ts";

/** What the checks look at; the first part of every check's id. */
export const GROUPS = [
  "token-request",
  "token-response",
  "refusals",
  "bearer",
  "transport",
  "robustness",
  "client-requests",
] as const;

/** What a check looks at. */
export type Group = (typeof GROUPS)[number];

/** One requirement on a server, and how to find out whether it is met. */
export interface Check {
  readonly id: `${Group}/${string}`;
  /** The requirement, as a sentence. */
  readonly title: string;
  /** Where the requirement stands; the level follows from it. */
  readonly requirement: Pointer | RfcSection;
  /** What the check needs of a target; it is skipped where the target cannot meet it. */
  readonly needs?: readonly Capability[];
  /** How many requests it sends at most; 1 by default. Shared grants do not count. */
  readonly requests?: number;
  /** Looks; what it gives is what is wrong, so nothing means that the requirement is met. */
  run(context: CheckContext): Promise<readonly Finding[]>;
}

/** One thing that is not as required. */
export interface Finding {
  readonly expected: string;
  readonly seen: string;
  /** The exchange in which it was seen. */
  readonly exchange?: Pick<Exchange, "request">;
}

/** The document, and the spec read from it. */
export interface Spec {
  readonly document: OpenApiDocument;
  readonly contract: Contract;
}

/** What a check has at hand while it runs. */
export interface CheckContext extends Spec {
  readonly target: TargetDescription;
  /** What random requests are drawn from. */
  readonly seed: number;
  /**
   * Sends a request and waits for the whole answer.
   *
   * @throws {NoResponse} when none arrives; the check then fails, saying what was seen instead
   * @throws {NotApplicable} when the request budget is spent
   */
  send(request: WireRequest): Promise<Exchange>;
  /** The same with several requests, one after the other on one connection. */
  sendOnOneConnection(requests: readonly WireRequest[]): Promise<readonly Exchange[]>;
  /**
   * A granted token request; asked once in a run for each flow.
   *
   * @throws {NotApplicable} when the server does not grant it
   */
  grant(flow: FlowName): Promise<Grant>;
  /**
   * A granted token request of this check's own.
   *
   * @throws {NotApplicable} when the server does not grant it
   */
  requestToken(flow: FlowName, change?: TokenRequestChange): Promise<Grant>;
  /** What can be told to a server of ours, and to no other. The check must need it. */
  readonly control: Control;
  /** From now on, what is shown has the stand-in in place of the secret. */
  hide(secret: string, standIn: string): void;
  /** Says something that the reader of a report wants to know, whatever the outcome. */
  note(text: string): void;
}

/** Ends a check that cannot be run; it is then skipped for this reason. */
export class NotApplicable extends Error {
  override name = "NotApplicable";
}
