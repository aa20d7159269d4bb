import { GROUP_TITLES, type Group } from "../../check.ts";
import type { CheckResult } from "../../run/results.ts";
import { outcomeSymbol, type Paint } from "./paint.ts";

const SYMBOLS_PER_LINE = 60;
const MARGIN = 18;

/** Shows the results as they arrive: a line for each group, a symbol for each check. */
export interface Progress {
  /** Shows a result. */
  show(result: CheckResult): void;
  /** Ends the last line. */
  end(): void;
}

/** Creates a progress display that writes to an output. */
export function createProgress(write: (text: string) => void, paint: Paint): Progress {
  let current: Group | undefined;
  let symbols = 0;
  return {
    show({ group, outcome }) {
      if (group !== current) {
        write(`${current ? "\n" : ""}${`  ${GROUP_TITLES[group]}`.padEnd(MARGIN)}`);
        current = group;
        symbols = 0;
      }
      if (symbols > 0 && symbols % SYMBOLS_PER_LINE === 0) {
        write(`\n${"".padEnd(MARGIN)}`);
      }
      symbols += 1;
      write(outcomeSymbol(outcome, paint));
    },
    end() {
      write("\n");
    },
  };
}
