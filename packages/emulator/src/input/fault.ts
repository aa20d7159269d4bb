import type { RefusalName, Refusals } from "../contract/refusals.ts";
import { EmulatorError } from "../errors.ts";
import { assertPathPattern } from "./path-pattern.ts";
import { assertBody, isFieldValue, isHeaders, isStatus } from "./scripted-response.ts";
import { formatValue } from "./validation/format-value.ts";

/** Which of the two is asked: the token endpoint, or any other path. */
export type EndpointName = "token" | "resource";

/** What goes wrong. */
export type FaultEffect =
  /** The answer comes later, by so many ms. */
  | { readonly kind: "latency"; readonly ms: number }
  /** This answer comes instead. A `body` that is no text is sent as JSON. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** A refusal of the document comes instead, such as `QuotaExceeded`. */
  | { readonly kind: "refusal"; readonly name: RefusalName }
  /** The connection is reset, before the answer or in the middle of its body. */
  | { readonly kind: "reset"; readonly when?: "before" | "inside" }
  /** The answer ends in the middle of its body. */
  | { readonly kind: "truncated" }
  /** The body comes in up to 20 pieces, and takes so many ms. */
  | { readonly kind: "slow"; readonly ms: number }
  /** The body is no JSON. */
  | { readonly kind: "malformed" }
  /** The body is larger than anyone wants: so many bytes, 10 MB by default. */
  | { readonly kind: "oversized"; readonly bytes?: number }
  /** The answer says that it is something else, such as `text/html`. */
  | { readonly kind: "content-type"; readonly mediaType: string };

/** What goes wrong, and when. Whatever is left out does not matter. */
export type Fault = FaultEffect & {
  readonly endpoint?: EndpointName;
  /** A path, or `/iPredict/*` for all below. */
  readonly path?: string;
  readonly method?: string;
  /** For how many requests; for all when left out. */
  readonly times?: number;
  /** With which probability, from 0 to 1. */
  readonly probability?: number;
  /** What the probability is drawn from: the same seed brings the same faults; 1 by default. */
  readonly seed?: number;
};

/** The kinds of faults there are. */
export type FaultKind = FaultEffect["kind"];

/** Timers take a longer one for none at all. */
const LONGEST_DELAY_IN_MS = 2 ** 31 - 1;

/** An answer is made in memory. */
const MOST_BYTES = 100_000_000;

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;
const isLength = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0;
const isDelay = (value: unknown): boolean => isLength(value) && Number(value) <= LONGEST_DELAY_IN_MS;
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isOptional = (is: (value: unknown) => boolean) => (value: unknown) => value === undefined || is(value);
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);

/** What each member has to be, in words and as a test. */
type Demands = Readonly<Record<string, readonly [test: (value: unknown) => boolean, words: string]>>;

const EFFECTS: Readonly<Record<FaultKind, Demands>> = {
  latency: { ms: [isDelay, `a number of ms up to ${LONGEST_DELAY_IN_MS}`] },
  status: {
    status: [isStatus, "a status from 200 to 599"],
    headers: [isOptional(isHeaders), "names and values of header fields"],
    body: [() => true, "anything"],
  },
  refusal: { name: [isText, "the name of a refusal"] },
  reset: { when: [isOneOf(undefined, "before", "inside"), '"before" or "inside"'] },
  truncated: {},
  slow: { ms: [isDelay, `a number of ms up to ${LONGEST_DELAY_IN_MS}`] },
  malformed: {},
  oversized: {
    bytes: [
      isOptional((value) => isCount(value) && Number(value) <= MOST_BYTES),
      `a number of bytes up to ${MOST_BYTES}`,
    ],
  },
  "content-type": { mediaType: [(value) => isText(value) && isFieldValue(value), "a media type such as text/html"] },
};

const SCOPE: Demands = {
  kind: [isText, "a kind of fault"],
  endpoint: [isOneOf(undefined, "token", "resource"), '"token" or "resource"'],
  path: [isOptional(isText), "a path"],
  method: [isOptional(isText), "a method such as POST"],
  times: [isOptional(isCount), "a whole number above 0"],
  probability: [isOptional((value) => isLength(value) && Number(value) <= 1), "a number from 0 to 1"],
  seed: [isOptional(Number.isInteger), "a whole number"],
};

/** @throws {EmulatorError} `invalid_argument` when it is no fault that can be applied */
export function assertFault(fault: Fault, refusals: Refusals): void {
  const effect =
    typeof fault?.kind === "string" && Object.hasOwn(EFFECTS, fault.kind) ? EFFECTS[fault.kind] : undefined;
  if (!effect) {
    throw new EmulatorError(
      "invalid_argument",
      `A fault has a kind: one of ${Object.keys(EFFECTS).join(", ")}, not ${formatValue(fault?.kind)}.`,
    );
  }
  const demands: Demands = { ...SCOPE, ...effect };
  for (const name of Object.keys(fault)) {
    if (!Object.hasOwn(demands, name)) {
      throw new EmulatorError("invalid_argument", `A fault of the kind ${fault.kind} has no ${name}.`);
    }
  }
  for (const [name, [test, words]] of Object.entries(demands)) {
    const value = (fault as unknown as Record<string, unknown>)[name];
    if (!test(value)) {
      throw new EmulatorError("invalid_argument", `${name} of a fault is ${words}, not ${formatValue(value)}.`);
    }
  }
  if (fault.path !== undefined) {
    assertPathPattern(fault.path, "path of a fault");
  }
  if (fault.kind === "refusal") {
    refusals.get(fault.name);
  }
  if (fault.kind === "status") {
    assertBody("a fault", fault);
  }
}
