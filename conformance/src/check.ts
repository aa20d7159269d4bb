import type { Pointer, RfcSection } from "@microbilt-oauth/spec";
import type { Spec } from "./document/spec.ts";
import type { FlowName } from "./flow.ts";
import type { Capability, ClientTarget, ServerTarget } from "./target.ts";
import type { Waiting } from "./waiting.ts";
import type { Control } from "./wire/control.ts";
import type { Exchange, WireRequest } from "./wire/exchange.ts";
import type { IssuedToken } from "./wire/issued-token.ts";
import type { RawExchange, RawRequest } from "./wire/raw-exchange.ts";
import type { MalformedResponse, RecordedExchange } from "./wire/recorder.ts";
import type { TokenRequestChange } from "./wire/token-request.ts";

/** The subjects of checks. A check's id starts with its group. */
export const GROUPS = [
  "token-request",
  "token-response",
  "refusals",
  "bearer",
  "transport",
  "http",
  "robustness",
  "responses",
  "client-requests",
] as const;

/** The subject of a check. */
export type Group = (typeof GROUPS)[number];

/** The groups as reports show them. */
export const GROUP_TITLES: Readonly<Record<Group, string>> = {
  "token-request": "Token request",
  "token-response": "Token response",
  refusals: "Refusals",
  bearer: "Bearer",
  transport: "Transport",
  http: "HTTP",
  robustness: "Robustness",
  responses: "Every response",
  "client-requests": "Client requests",
};

/** A valid request: a token request of a flow, or a call of the resource. */
export type Baseline = FlowName | "call";

/** A requirement, and how to find out whether a target meets it. */
export interface CheckDefinition<Context> {
  /** Identifies the check. Ids are stable: the meaning of an id does not change. */
  readonly id: `${Group}/${string}`;
  /** The requirement, as a sentence. */
  readonly title: string;
  /** The statement that requires it; its source determines the level. */
  readonly requirement: Pointer | RfcSection;
  /** What the check needs of a server. @default nothing */
  readonly needs?: readonly Capability[];
  /** The most requests that it sends; shared access tokens do not count. @default 1 */
  readonly requests?: number;
  /** How many of its requests carry wrong credentials: some servers lock an application out. @default 0 */
  readonly wrongSecrets?: number;
  /**
   * The valid request that it sends with a defect: a token request of a flow, or a call of the resource. A rejection
   * proves something only where the server accepts the valid request, so the check is skipped where it does not.
   *
   * @default none
   */
  readonly baseline?: Baseline;
  /** Whether it expects a 429 or 503, which the run therefore does not wait for. @default false */
  readonly expectsBusyServer?: boolean;
  /** Whether it runs even after the server has stopped responding, to find out whether it responds again. @default false */
  readonly runsAlways?: boolean;
  /** Performs the check. It returns what differs from the requirement: an empty array if the requirement is met. */
  run(context: Context): Promise<readonly Finding[]>;
}

/** A requirement on a server. */
export type Check = CheckDefinition<CheckContext>;

/** A requirement on a client. */
export type ClientCheck = CheckDefinition<ClientCheckContext>;

/** One difference between what is required and what the target did. */
export interface Finding {
  /** What the requirement asks for. */
  readonly expected: string;
  /** What the target did instead. */
  readonly seen: string;
  /** The exchange that shows it; without a response if none arrived. */
  readonly exchange?: Pick<Exchange, "request"> & Partial<Pick<Exchange, "response">>;
  /** The same for a message that was sent byte for byte. */
  readonly rawExchange?: Pick<RawExchange, "request"> & Partial<Pick<RawExchange, "responses">>;
}

/** What a check of a client works with. */
export interface ClientCheckContext extends Spec {
  /** The client under test. */
  readonly target: ClientTarget;
}

/** What a check of a server works with. */
export interface CheckContext extends Spec {
  /** The server under test. */
  readonly target: ServerTarget;
  /** The seed of random requests. */
  readonly seed: number;
  /**
   * Sends a request and reads the whole response.
   *
   * @throws {NoResponse} if no response arrives in time; the check then fails
   * @throws {NotApplicable} if the run's budget of requests is spent, or the server has stopped responding
   */
  send(request: WireRequest): Promise<Exchange>;
  /**
   * Sends bytes that are not a request that `node:http` can send, on a connection of their own.
   *
   * @throws {NoResponse} if neither a response nor the end of the connection arrives in time; the check then fails
   * @throws {NotApplicable} as `send` does
   */
  sendRaw(request: RawRequest): Promise<RawExchange>;
  /** Sends several requests, one after the other, on one connection. */
  sendOnOneConnection(requests: readonly WireRequest[]): Promise<readonly Exchange[]>;
  /**
   * Returns the access token that the checks of a run share. It is requested once for each flow.
   *
   * @throws {NotApplicable} if the server does not issue one
   */
  sharedToken(flow: FlowName): Promise<IssuedToken>;
  /**
   * Requests an access token for this check alone.
   *
   * @throws {NotApplicable} if the server does not issue one
   */
  requestToken(flow: FlowName, change?: TokenRequestChange): Promise<IssuedToken>;
  /**
   * Returns the response to a call of the resource with a valid access token. The checks of a run share it.
   *
   * @throws {NotApplicable} if the server does not accept the call
   */
  validCall(): Promise<Exchange>;
  /** Every exchange of the run so far, without the ends of long bodies. */
  readonly exchanges: readonly RecordedExchange[];
  /** Every response of the run so far that was not HTTP, or ended before it was complete. */
  readonly malformedResponses: readonly MalformedResponse[];
  /** The control API of the emulator. A check that uses it needs the capability `control`. */
  readonly control: Control;
  /** How to wait where the clock cannot be moved; undefined if the run does not wait longer than a few seconds. */
  readonly waiting?: Waiting | undefined;
  /** From now on, everything that is shown has the placeholder in place of the secret. */
  hide(secret: string, placeholder: string): void;
  /** Adds a note to the result, whatever the outcome. */
  note(text: string): void;
}
