import { styleText } from "node:util";
import { CommanderError } from "commander";
import { CannotRun } from "../errors.ts";
import type { Paint } from "../reports/terminal.ts";
import { check } from "./check.ts";
import { diff } from "./diff.ts";
import { explain, list } from "./list.ts";
import { type Action, parseCommandLine } from "./options.ts";

/** What the process says by ending. */
export const EXIT = { conforms: 0, doesNotConform: 1, couldNotRun: 2 } as const;

const paint: Paint = (format, text) => styleText(format, text, { stream: process.stdout });

/** Runs the command line `microbilt-conformance`; what it gives is the exit code. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    return await act(parseCommandLine(args), environment);
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.conforms : EXIT.couldNotRun;
    }
    if (error instanceof CannotRun) {
      console.error(error.message);
      return EXIT.couldNotRun;
    }
    throw error;
  }
}

async function act(action: Action, environment: NodeJS.ProcessEnv): Promise<number> {
  if (action.kind === "diff") {
    const { text, isWorse } = await diff(action.before, action.after, paint);
    console.log(text);
    return isWorse ? EXIT.doesNotConform : EXIT.conforms;
  }
  const { options } = action;
  if (options.list || options.explain !== undefined) {
    console.log(options.explain === undefined ? list(options) : explain(options.explain));
    return EXIT.conforms;
  }
  const { verdict } = await check(options, environment, paint);
  return verdict === "conforms" ? EXIT.conforms : EXIT.doesNotConform;
}
