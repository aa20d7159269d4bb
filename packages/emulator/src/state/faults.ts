import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Refusals } from "../contract/refusals.ts";
import { EmulatorError } from "../errors.ts";
import { assertFault, type EndpointName, type Fault } from "../input/fault.ts";
import { matchesPath } from "../input/path-pattern.ts";
import { formatValue } from "../input/validation/format-value.ts";

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
        throw new EmulatorError(
          "invalid_argument",
          `faults.remove takes the id that add gave, not ${formatValue(id)}.`,
        );
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
