import type { EmulatorOptions } from "@microbilt-oauth/emulator";
import type { Mutate } from "../../../mutants/mutant.ts";
import type { ServerTarget } from "../../../src/target.ts";

/** A server that keeps the contract in another way than the emulator: no check may blame it for that. */
export interface Control {
  /** What it does, as in "a server that …". */
  readonly title: string;
  /** The options of the emulator. */
  readonly emulator?: EmulatorOptions;
  /** Creates the handler. Without it, the emulator handles every request. */
  readonly vary?: Mutate;
  /** What else the description of the target contains. */
  readonly target?: Partial<ServerTarget>;
  /** Whether it has sockets of its own, because what it does concerns connections. @default false */
  readonly hasSockets?: boolean;
  /** The SHOULD checks that must fail, because a standard asks for something else. @default none */
  readonly blamedFor?: readonly string[];
}

/** Combines variations: each handles what the one after it responds. */
export function combine(...variations: readonly Mutate[]): Mutate {
  return (context) => {
    const handlers = variations.map((vary) => vary(context));
    return (request, original) => {
      const handle = handlers.reduceRight<typeof original>(
        (next, handler) => async (current) => {
          const outcome = await handler(current, next);
          if (typeof outcome === "string") {
            throw new Error("A variation that does not respond cannot be combined.");
          }
          return outcome;
        },
        original,
      );
      return handle(request);
    };
  };
}
