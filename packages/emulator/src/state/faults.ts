import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Refusals } from "../contract/refusals.ts";
import { invalidArgument } from "../errors.ts";
import { assertFault, type EndpointName, type Fault } from "../input/fault.ts";
import { matchesPath } from "../input/path-pattern.ts";
import { formatValue } from "../input/validation/format-value.ts";

/** A fault that can still be applied. */
export interface ActiveFault {
  /** Identifies the fault. An id is never used twice. */
  readonly id: number;
  /** The fault as it was added. */
  readonly fault: Fault;
  /** To how many requests it was applied. */
  readonly applied: number;
}

/** A fault that was added. */
export interface FaultHandle {
  /** Identifies the fault. */
  readonly id: number;
  /** Removes the fault. Returns whether it could still be applied. */
  remove(): boolean;
}

/** The faults that the emulator applies. */
export interface Faults {
  /**
   * Adds a fault. If several match a request, the emulator applies every `latency`, and the first fault of any other kind.
   *
   * @throws {EmulatorError} `invalid_argument`
   */
  add(fault: Fault): FaultHandle;
  /** Lists the faults that can still be applied. */
  list(): readonly ActiveFault[];
  /**
   * Removes a fault. Returns whether it could still be applied.
   *
   * @throws {EmulatorError} `invalid_argument` if the id is not a number
   */
  remove(id: number): boolean;
  /** Removes every fault. */
  clear(): void;
}

/** What decides whether a fault applies to a request. */
export interface FaultTarget {
  readonly endpoint: EndpointName;
  readonly path: string;
  readonly method: string;
}

/** The faults, with members for the emulator's own use. */
export interface FaultScript {
  /** The value of `emulator.faults`. */
  readonly exposed: Faults;
  /** Returns the faults for a request and counts them as applied. */
  take(target: FaultTarget): readonly Fault[];
  /** Restores the initial faults. */
  reset(): void;
}

interface Entry extends ActiveFault {
  applied: number;
  /** Returns the next random number from 0 to 1. */
  draw(): number;
}

/** @throws {EmulatorError} `invalid_argument` if a fault cannot be applied */
export function createFaults(initial: readonly Fault[], refusals: Refusals): FaultScript {
  const entries = new Map<number, Entry>();
  let lastId = 0;
  const initialFaults = initial.map((fault) => ({ ...fault }));
  reset();

  return {
    exposed: {
      add,
      list: () => [...entries.values()].map(({ id, fault, applied }) => ({ id, fault, applied })),
      remove(id) {
        if (typeof id !== "number") {
          throw invalidArgument(`id must be the number that faults.add returned; got ${formatValue(id)}`);
        }
        return entries.delete(id);
      },
      clear: () => entries.clear(),
    },
    take(target) {
      const taken: Fault[] = [];
      for (const entry of entries.values()) {
        const { fault } = entry;
        const isDelay = fault.kind === "latency";
        if ((isDelay || taken.every(({ kind }) => kind === "latency")) && matches(entry, target)) {
          taken.push(fault);
          entry.applied += 1;
          if (entry.applied === fault.times) {
            entries.delete(entry.id);
          }
        }
      }
      return taken;
    },
    reset,
  };

  function add(fault: Fault): FaultHandle {
    assertFault(fault, refusals);
    lastId += 1;
    const id = lastId;
    const generator = xoroshiro128plus(fault.seed ?? 1);
    const draw = () => uniformFloat64(generator);
    entries.set(id, { id, fault: Object.freeze({ ...fault }), applied: 0, draw });
    return { id, remove: () => entries.delete(id) };
  }

  function reset(): void {
    entries.clear();
    initialFaults.forEach(add);
  }
}

function matches({ fault, draw }: Entry, { endpoint, path, method }: FaultTarget): boolean {
  return (
    (fault.endpoint ?? endpoint) === endpoint &&
    (fault.method ?? method).toUpperCase() === method &&
    (fault.path === undefined || matchesPath(fault.path, path)) &&
    (fault.probability === undefined || draw() < fault.probability)
  );
}
