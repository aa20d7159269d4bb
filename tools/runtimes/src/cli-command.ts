import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bundleCommand } from "./bundle.ts";
import { packageFile, startProgram, stopAfter } from "./child-program.ts";
import type { Outcome } from "./outcome.ts";
import type { RunOptions, Runtime } from "./runtime.ts";

const COMMAND = "microbilt.mjs";
const EMULATOR = "emulator.mjs";
const PRODUCTS = fileURLToPath(new URL("../../../spec/test/products/", import.meta.url));

/** What is run against the emulator, and what it prints. */
const RUNS: readonly (readonly [args: readonly string[], output: RegExp])[] = [
  [["check"], /^The credentials are valid for http/],
  [["token"], /^\w{20,}\n$/],
  [["call", "GET", "/iPredict/GetReport", "--data", '{"sent":1}'], /"sent": ?1/],
];

/** Runs the command `microbilt` on a version of Node, against the emulator on the same version. */
export function commandOn(name: string, node: string): Runtime {
  return {
    name,
    executable: () => ({ path: packageFile(node) }),
    run: async (options) => {
      await bundleCommand("emulator", join(options.folder, EMULATOR));
      await bundleCommand("cli", join(options.folder, COMMAND));
      const failures = [...(await runAgainstEmulator(options)), await writeTypes(options)];
      const failed = failures.filter((failure) => failure !== undefined);
      return { passed: failures.length - failed.length, failed } satisfies Outcome;
    },
  };
}

async function runAgainstEmulator({ executable, folder, signal }: RunOptions): Promise<(string | undefined)[]> {
  const args = [EMULATOR, "--port", "0", "--app", "my-id:correct-horse"];
  const emulator = startProgram(executable, args, { folder, signal });
  const run = async () => {
    const baseUrl = await printedUrl(emulator.child.stdout);
    const env = { MICROBILT_CLIENT_ID: "my-id", MICROBILT_CLIENT_SECRET: "correct-horse" };
    const failures: (string | undefined)[] = [];
    for (const [command, output] of RUNS) {
      failures.push(
        await runCommand({ ...executable, env }, [...command, "--base-url", baseUrl], output, { folder, signal }),
      );
    }
    return failures;
  };
  return stopAfter(emulator, run());
}

async function printedUrl(output: NodeJS.ReadableStream | null): Promise<string> {
  for await (const line of createInterface({ input: output as NodeJS.ReadableStream })) {
    const [, url] = /base URL +(\S+)/.exec(line) ?? [];
    if (url !== undefined) {
      return url;
    }
  }
  throw new Error("The emulator must print its base URL.");
}

function writeTypes({ executable, folder, signal }: RunOptions): Promise<string | undefined> {
  const documents = ["iPredict_6.yaml", "ABAAcctVerification_3.yaml", "NadaVehiclePricing_2.json"];
  const args = ["types", ...documents.map((name) => PRODUCTS + name), "--out", "types"];
  return runCommand(executable, args, /^(?:created .*\n){3}$/, { folder, signal });
}

/** Returns a description of a failure; undefined if the command prints what it should. */
async function runCommand(
  executable: RunOptions["executable"],
  args: readonly string[],
  output: RegExp,
  options: Pick<RunOptions, "folder" | "signal">,
): Promise<string | undefined> {
  try {
    const printed = await startProgram(executable, [COMMAND, ...args], options).exited;
    return output.test(printed) ? undefined : `${args[0]} printed ${JSON.stringify(printed)}`;
  } catch (error) {
    return `${args[0]}: ${error}`;
  }
}
