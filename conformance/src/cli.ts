#!/usr/bin/env node
import { EXIT_CODES } from "./command/exit-codes.ts";
import { nodeVersionProblem } from "./command/node-version.ts";

/** How long a handle that is still open may delay the end of the process. */
const GRACE_IN_MS = 1_000;

let hasComplained = false;
const problem = nodeVersionProblem(process.versions.node, new URL("../package.json", import.meta.url));
// A reader that has seen enough, such as head, must not end a run, and neither must a full disk.
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code !== "EPIPE" && !hasComplained) {
    hasComplained = true;
    console.error(`Could not write to standard output: ${message}`);
  }
});
if (problem === undefined) {
  // An older Node cannot load the rest.
  const { main } = await import("./command/command.ts");
  process.exitCode = await main(process.argv.slice(2), {
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
  });
} else {
  console.error(problem);
  process.exitCode = EXIT_CODES.couldNotRun;
}
// After everything is written, nothing may keep the process alive.
process.stdout.write("", () => setTimeout(() => process.exit(), GRACE_IN_MS).unref());
