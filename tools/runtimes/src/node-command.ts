import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundleCommand } from "./bundle.ts";
import type { Outcome } from "./outcome.ts";
import { installed, type Program, start } from "./program.ts";
import type { Run, Runtime } from "./runtime.ts";

const COMMAND = "command.mjs";

/** A Node that runs the emulator's command, sockets and all, as a user's terminal would. */
export function nodeCommand(name: string, file: string): Runtime {
  return {
    name,
    executable: () => ({ path: installed(file) }),
    run: async (run) => {
      await bundleCommand(join(run.folder, COMMAND));
      const failures = await Promise.all([[], ["--https"]].map((options) => tryOut(run, options)));
      const failed = failures.filter((failure) => failure !== undefined);
      return { passed: failures.length - failed.length, failed } satisfies Outcome;
    },
  };
}

/** Starts it, pastes the commands it prints, and ends it; gives what went wrong. */
async function tryOut({ executable, folder, signal }: Run, options: readonly string[]): Promise<string | undefined> {
  const emulator = start(executable, [COMMAND, ...options], { folder, signal });
  try {
    for (const command of await printedCommands(emulator)) {
      // It fails on a refusal; what a grant holds, other tests look at.
      const answer = await start({ path: "/bin/sh" }, ["-c", `${command} --silent --fail`], { folder, signal }).ended;
      JSON.parse(answer);
    }
    emulator.child.kill("SIGINT");
    await emulator.ended;
    return undefined;
  } catch (error) {
    emulator.child.kill("SIGKILL");
    await emulator.ended.catch(() => {});
    return `the command with ${options.join(" ") || "no option"}: ${error} ${emulator.lastWords()}`;
  }
}

/** The commands of its greeting; each goes over several lines. */
async function printedCommands({ child, ended }: Program): Promise<string[]> {
  let greeting = "";
  const greeted = async () => {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      greeting += `${line}\n`;
      if (line.startsWith("Ctrl-C")) {
        return;
      }
    }
  };
  await Promise.race([greeted(), ended]);
  return greeting.match(/^curl(?:.*\\\n)*.*$/gm) ?? [];
}
