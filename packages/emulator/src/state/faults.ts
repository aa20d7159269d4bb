import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RefusalName, Refusals } from "../document/refusals.ts";
import { EmulatorError } from "../emulator-error.ts";
import { assertPathPattern, matchesPath } from "./path-pattern.ts";

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
  /** The body comes byte by byte, and takes so many ms. */
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

/** A fault that was added. */
export interface ScriptedFault {
  readonly id: number;
  readonly fault: Fault;
  /** How often it was applied. */
  readonly applied: number;
}

/** The faults that are scripted. */
export interface Faults {
  /**
   * Adds a fault; gives what takes it away again. All delays that fit a request are applied, and of the other faults the
   * one that was added first.
   *
   * @throws {EmulatorError} `invalid_argument`
   */
  add(fault: Fault): { readonly id: number; remove(): boolean };
  /** Those that can still be applied. */
  list(): readonly ScriptedFault[];
  /** Says whether there was one. */
  remove(id: number): boolean;
  clear(): void;
}

/** What only the emulator itself asks. */
export interface FaultScript extends Faults {
  /** The faults for a request; they count as applied. */
  take(request: { readonly endpoint: EndpointName; readonly path: string; readonly method: string }): readonly Fault[];
}

interface Entry extends ScriptedFault {
  applied: number;
  draw(): number;
}

export function createFaults(refusals: Refusals): FaultScript {
  const entries = new Map<number, Entry>();
  let lastId = 0;

  function isDue({ fault, draw }: Entry, { endpoint, path, method }: Parameters<FaultScript["take"]>[0]): boolean {
    return (
      (fault.endpoint ?? endpoint) === endpoint &&
      (fault.method ?? method).toUpperCase() === method &&
      (fault.path === undefined || matchesPath(fault.path, path)) &&
      (fault.probability === undefined || draw() < fault.probability)
    );
  }

  return {
    add(fault) {
      assertFault(fault, refusals);
      lastId += 1;
      const id = lastId;
      const generator = xoroshiro128plus(fault.seed ?? 1);
      const draw = () => uniformFloat64(generator);
      entries.set(id, { id, fault: Object.freeze({ ...fault }), applied: 0, draw });
      return { id, remove: () => entries.delete(id) };
    },
    list: () => [...entries.values()].map(({ id, fault, applied }) => ({ id, fault, applied })),
    remove: (id) => entries.delete(id),
    clear: () => entries.clear(),
    take(request) {
      const taken: Fault[] = [];
      for (const entry of entries.values()) {
        const { fault } = entry;
        const isDelay = fault.kind === "latency";
        if ((isDelay || taken.every(({ kind }) => kind === "latency")) && isDue(entry, request)) {
          taken.push(fault);
          entry.applied += 1;
          if (entry.applied === fault.times) {
            entries.delete(entry.id);
          }
        }
      }
      return taken;
    },
  };
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;
const isLength = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0;
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isOptional = (is: (value: unknown) => boolean) => (value: unknown) => value === undefined || is(value);
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);

/** What each member has to be, in words and as a test. */
type Demands = Readonly<Record<string, readonly [test: (value: unknown) => boolean, words: string]>>;

const EFFECTS: Readonly<Record<FaultKind, Demands>> = {
  latency: { ms: [isLength, "a number of ms"] },
  status: {
    // Node and fetch know no answers beyond; those below 200 are none (RFC 9110, section 15.2).
    status: [
      (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599,
      "a status from 200 to 599",
    ],
    headers: [isOptional(isHeaders), "names and values of header fields"],
    body: [() => true, "anything"],
  },
  refusal: { name: [isText, "the name of a refusal"] },
  reset: { when: [isOneOf(undefined, "before", "inside"), '"before" or "inside"'] },
  truncated: {},
  slow: { ms: [isLength, "a number of ms"] },
  malformed: {},
  oversized: { bytes: [isOptional(isCount), "a number of bytes"] },
  "content-type": { mediaType: [isText, "a media type such as text/html"] },
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

function assertFault(fault: Fault, refusals: Refusals): void {
  const effect = Object.hasOwn(EFFECTS, String(fault?.kind)) ? EFFECTS[fault.kind] : undefined;
  if (!effect) {
    throw new EmulatorError(
      "invalid_argument",
      `A fault has a kind: one of ${Object.keys(EFFECTS).join(", ")}, not ${JSON.stringify(fault?.kind)}.`,
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
      throw new EmulatorError("invalid_argument", `${name} of a fault is ${words}, not ${JSON.stringify(value)}.`);
    }
  }
  if (fault.path !== undefined) {
    assertPathPattern(fault.path, "path of a fault");
  }
  if (fault.kind === "refusal") {
    refusals.get(fault.name);
  }
}

function isHeaders(value: unknown): boolean {
  try {
    new Headers(value as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
