import type { RefusalName, Refusals } from "../contract/refusals.ts";
import { invalidArgument } from "../errors.ts";
import { assertPathPattern } from "./path-pattern.ts";
import {
  assertBody,
  HEADERS_REQUIREMENT,
  isHeaders,
  isHeaderValue,
  isStatus,
  STATUS_REQUIREMENT,
} from "./scripted-response.ts";
import { formatType, formatValue } from "./validation/format-value.ts";
import { assertKnownNames } from "./validation/known-names.ts";

/** What a request is sent to: the token endpoint, or a product, which is any other path. */
export type EndpointName = "token" | "resource";

/** What a fault does. */
export type FaultEffect =
  | {
      /** Delays the response. */
      readonly kind: "latency";
      /** In ms. */
      readonly ms: number;
    }
  | {
      /** Sends this response instead of the real one. */
      readonly kind: "status";
      /** From 200 to 599. */
      readonly status: number;
      /** Header fields by name. */
      readonly headers?: Readonly<Record<string, string>>;
      /** A string is sent as it is; any other value is sent as JSON. */
      readonly body?: unknown;
    }
  | {
      /** Sends an error response of the document instead of the real response. */
      readonly kind: "refusal";
      /** The name of the error response, such as `QuotaExceeded`. */
      readonly name: RefusalName;
    }
  | {
      /** Resets the connection. */
      readonly kind: "reset";
      /**
       * Whether to reset before the response or in the middle of its body.
       *
       * @default "before"
       */
      readonly when?: "before" | "inside";
    }
  | {
      /** Ends the response in the middle of its body. */
      readonly kind: "truncated";
    }
  | {
      /** Sends the body in up to 20 pieces. */
      readonly kind: "slow";
      /** How long the whole body takes, in ms. */
      readonly ms: number;
    }
  | {
      /** Damages the body so that it is not valid JSON. */
      readonly kind: "malformed";
    }
  | {
      /** Pads the body with spaces. */
      readonly kind: "oversized";
      /**
       * The size of the padded body in bytes.
       *
       * @default 10,000,000
       */
      readonly bytes?: number;
    }
  | {
      /** Sends the response with another `Content-Type`. */
      readonly kind: "content-type";
      /** Such as `text/html`. */
      readonly mediaType: string;
    };

/** What a fault does and which requests it applies to. A condition that is left out matches every request. */
export type Fault = FaultEffect & {
  /** Applies the fault to token requests or to product calls only. */
  readonly endpoint?: EndpointName;
  /** Applies the fault to this path, or with `/iPredict/*` to every path below it. */
  readonly path?: string;
  /** Applies the fault to this method, in any letter case. */
  readonly method?: string;
  /** How many requests the fault applies to before it is removed. */
  readonly times?: number;
  /** The probability from 0 to 1 with which the fault applies to a request that matches. */
  readonly probability?: number;
  /**
   * Seeds the random numbers for `probability`. The same seed gives the same sequence of faults.
   *
   * @default 1
   */
  readonly seed?: number;
};

/** The kinds of fault. */
export type FaultKind = FaultEffect["kind"];

/** A longer delay makes a timer fire at once. */
const MAX_DELAY_IN_MS = 2 ** 31 - 1;

/** The emulator builds a response in memory. */
const MAX_BYTES = 100_000_000;

const isPositiveInteger = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;
const isNonNegative = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0;
const isDelay = (value: unknown): boolean => isNonNegative(value) && Number(value) <= MAX_DELAY_IN_MS;
const isNonEmptyString = (value: unknown): boolean => typeof value === "string" && value !== "";
const isOptional = (isValid: (value: unknown) => boolean) => (value: unknown) => value === undefined || isValid(value);
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);

/** How to validate each member, and what it must be. */
type MemberRules = Readonly<Record<string, readonly [isValid: (value: unknown) => boolean, requirement: string]>>;

const DELAY: MemberRules[string] = [isDelay, `a number of ms from 0 to ${MAX_DELAY_IN_MS}`];

const EFFECTS: Readonly<Record<FaultKind, MemberRules>> = {
  latency: { ms: DELAY },
  status: {
    status: [isStatus, STATUS_REQUIREMENT],
    headers: [isOptional(isHeaders), HEADERS_REQUIREMENT],
    body: [() => true, "anything"],
  },
  refusal: { name: [isNonEmptyString, "the name of an error response"] },
  reset: { when: [isOneOf(undefined, "before", "inside"), '"before" or "inside"'] },
  truncated: {},
  slow: { ms: DELAY },
  malformed: {},
  oversized: {
    bytes: [
      isOptional((value) => isPositiveInteger(value) && Number(value) <= MAX_BYTES),
      `an integer from 1 to ${MAX_BYTES}`,
    ],
  },
  "content-type": {
    mediaType: [(value) => isNonEmptyString(value) && isHeaderValue(value), 'a media type such as "text/html"'],
  },
};

const CONDITIONS: MemberRules = {
  endpoint: [isOneOf(undefined, "token", "resource"), '"token" or "resource"'],
  path: [isOptional(isNonEmptyString), "a path"],
  method: [isOptional(isNonEmptyString), 'a method such as "POST"'],
  times: [isOptional(isPositiveInteger), "a positive integer"],
  probability: [isOptional((value) => isNonNegative(value) && Number(value) <= 1), "a number from 0 to 1"],
  seed: [isOptional(Number.isInteger), "an integer"],
};

/** @throws {EmulatorError} `invalid_argument` if the value is not a fault that the emulator can apply */
export function assertFault(fault: Fault, refusals: Refusals): void {
  const kind: unknown = fault?.kind;
  if (typeof kind !== "string" || !Object.hasOwn(EFFECTS, kind)) {
    throw invalidArgument(
      `kind of a fault must be one of ${Object.keys(EFFECTS).join(", ")}; got ${formatValue(kind)}`,
    );
  }
  const rules: MemberRules = { ...EFFECTS[fault.kind], ...CONDITIONS };
  assertKnownNames(fault, ["kind", ...Object.keys(rules)], "member", `a fault of kind ${kind}`);
  for (const [name, [isValid, requirement]] of Object.entries(rules)) {
    const value = (fault as unknown as Record<string, unknown>)[name];
    if (!isValid(value)) {
      // Header values can hold a token.
      const got = name === "headers" ? formatType(value) : formatValue(value);
      throw invalidArgument(`${name} of a fault must be ${requirement}; got ${got}`);
    }
  }
  if (fault.path !== undefined) {
    assertPathPattern(fault.path, "path of a fault");
  }
  if (fault.kind === "refusal") {
    refusals.get(fault.name);
  }
  if (fault.kind === "status") {
    assertBody("body of a fault", fault);
  }
}
