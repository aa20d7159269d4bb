import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RefusalName, Refusals } from "../document/refusals.ts";
import { EmulatorError } from "../emulator-error.ts";
import { inWords } from "../in-words.ts";
import { assertFault } from "./assert-fault.ts";
import { matchesPath } from "./path-pattern.ts";

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
  /**
   * Says whether there was one.
   *
   * @throws {EmulatorError} `invalid_argument` when it is no number
   */
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
    remove(id) {
      if (typeof id !== "number") {
        throw new EmulatorError("invalid_argument", `faults.remove takes the id that add gave, not ${inWords(id)}.`);
      }
      return entries.delete(id);
    },
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
