import { CommanderError } from "commander";
import { CannotRun } from "../errors.ts";
import { allRequirements } from "../requirements/all-requirements.ts";
import { formatRequirements } from "../requirements/format-table.ts";
import { checkTarget } from "./check-target.ts";
import { compareFiles } from "./compare-files.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { type Host, painter } from "./host.ts";
import { explainCheck, listChecks } from "./list-checks.ts";
import { type Action, parseCommandLine } from "./options.ts";

/**
 * Runs the command `microbilt-conformance`.
 *
 * @returns the exit code
 */
export async function main(args: readonly string[], host: Host): Promise<number> {
  try {
    return await perform(parseCommandLine(args, host), host);
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT_CODES.success : EXIT_CODES.couldNotRun;
    }
    if (error instanceof CannotRun) {
      host.stderr.write(`${error.message}\n`);
      return EXIT_CODES.couldNotRun;
    }
    // Only the stack: the properties of an error can contain a secret.
    host.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return EXIT_CODES.couldNotRun;
  }
}

async function perform(action: Action, host: Host): Promise<number> {
  const print = (text: string) => host.stdout.write(`${text}\n`);
  switch (action.kind) {
    case "check":
      return checkTarget(action.options, host);
    case "diff": {
      const { before, after, format } = action;
      const { text, isWorse } = await compareFiles(before, after, format, painter(host));
      print(text);
      return isWorse ? EXIT_CODES.failure : EXIT_CODES.success;
    }
    case "list":
      print(listChecks(action.options));
      return EXIT_CODES.success;
    case "requirements": {
      const requirements = allRequirements();
      print(action.json ? JSON.stringify(requirements, null, 2) : formatRequirements(requirements));
      return EXIT_CODES.success;
    }
    case "explain":
      print(explainCheck(action.id));
      return EXIT_CODES.success;
  }
}
