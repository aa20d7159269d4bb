#!/usr/bin/env node
import * as module from "node:module";

// Makes every start but the first faster (Node 22.8 and later).
module.enableCompileCache?.();
const { main } = await import("./command/command.ts");
process.exitCode = await main(process.argv.slice(2), {
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
