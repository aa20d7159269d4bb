import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageFile, startProgram } from "./child-program.ts";
import { parseOutcome } from "./outcome.ts";
import type { Runtime } from "./runtime.ts";

const ENTRY = `import { run } from "./tests.mjs";
console.log(JSON.stringify(await run()));
`;

/** A runtime with a command that executes a file. The process must exit by itself after the tests. */
export function commandLineRuntime(name: string, executable: string, args: readonly string[] = []): Runtime {
  return {
    name,
    executable: () => ({ path: packageFile(executable) }),
    run: async ({ executable, folder, signal }) => {
      await writeFile(join(folder, "entry.mjs"), ENTRY);
      return parseOutcome(await startProgram(executable, [...args, "entry.mjs"], { folder, signal }).exited);
    },
  };
}
