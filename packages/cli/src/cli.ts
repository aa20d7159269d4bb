#!/usr/bin/env node
import * as module from "node:module";

// Makes every start but the first faster (Node 22.8 and later).
module.enableCompileCache?.();
const COULD_NOT_RUN = 2;
let hasComplained = false;
// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code !== "EPIPE" && !hasComplained) {
    hasComplained = true;
    console.error(`error: Cannot write to standard output: ${message}`);
    process.exitCode = COULD_NOT_RUN;
  }
});
const { main } = await import("./command/command.ts");
const exitCode = await main(process.argv.slice(2), {
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
process.exitCode = hasComplained ? COULD_NOT_RUN : exitCode;
