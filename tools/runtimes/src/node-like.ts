import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseOutcome } from "./outcome.ts";
import { installed, start } from "./program.ts";
import type { Runtime } from "./runtime.ts";

const ENTRY = `import { run } from "./tests.mjs";
console.log(JSON.stringify(await run()));
`;

/** A runtime with a command line: it is given a file, and has to come to its end by itself. */
export function nodeLike(name: string, file: string, args: readonly string[] = []): Runtime {
  return {
    name,
    executable: () => ({ path: installed(file) }),
    run: async ({ executable, folder, signal }) => {
      await writeFile(join(folder, "entry.mjs"), ENTRY);
      return parseOutcome(await start(executable, [...args, "entry.mjs"], { folder, signal }).ended);
    },
  };
}
