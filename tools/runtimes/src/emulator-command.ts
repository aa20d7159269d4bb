import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundleCommand } from "./bundle.ts";
import { type ChildProgram, packageFile, startProgram } from "./child-program.ts";
import type { Outcome } from "./outcome.ts";
import type { RunOptions, Runtime } from "./runtime.ts";

const COMMAND = "command.mjs";

/** Runs the emulator's command on a version of Node, over real sockets, as a user would. */
export function emulatorCommandOn(name: string, node: string): Runtime {
  return {
    name,
    executable: () => ({ path: packageFile(node) }),
    run: async (options) => {
      await bundleCommand("emulator", join(options.folder, COMMAND));
      const failures = await Promise.all([[], ["--https"]].map((args) => tryCommand(options, args)));
      const failed = failures.filter((failure) => failure !== undefined);
      return { passed: failures.length - failed.length, failed } satisfies Outcome;
    },
  };
}

/** Starts the emulator, runs the curl commands that it prints, and stops it. Returns a description of any failure. */
async function tryCommand(
  { executable, folder, signal }: RunOptions,
  args: readonly string[],
): Promise<string | undefined> {
  const emulator = startProgram(executable, [COMMAND, "--port", "0", ...args], { folder, signal });
  try {
    for (const command of await printedCommands(emulator)) {
      const curl = ["-c", `${command} --silent --fail`];
      const body = await startProgram({ path: "/bin/sh" }, curl, { folder, signal }).exited;
      // Other tests check what is in the body.
      JSON.parse(body);
    }
    emulator.child.kill("SIGINT");
    await emulator.exited;
    return undefined;
  } catch (error) {
    emulator.child.kill("SIGKILL");
    await emulator.exited.catch(() => {});
    return `the command with ${args.join(" ") || "no option"}: ${error} ${emulator.outputTail()}`;
  }
}

/** Reads the curl commands in the emulator's greeting. Each spans several lines. */
async function printedCommands({ child, exited }: ChildProgram): Promise<string[]> {
  let greeting = "";
  const readGreeting = async () => {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      greeting += `${line}\n`;
      if (line.includes("Ctrl-C")) {
        return;
      }
    }
  };
  await Promise.race([readGreeting(), exited]);
  const commands = greeting.match(/^curl(?:.*\\\n)*.*$/gm);
  if (!commands) {
    throw new Error("The greeting must contain curl commands.");
  }
  return commands;
}
