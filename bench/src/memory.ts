import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { printTable } from "./table.ts";

/** Below what a garbage collection leaves more or less by chance. */
const NOISE_IN_KB = 500;

/** What a million calls leave behind. */
export async function measureMemory({ calls }: { calls: number }): Promise<void> {
  const program = fileURLToPath(new URL("memory-program.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", program, String(calls)]);
  const grown = Number(stdout) / 1000;
  const row = { name: "@microbilt-oauth/client", cells: [grown.toFixed(0)], isMet: grown <= NOISE_IN_KB };
  printTable(
    `Memory retained after ${calls.toLocaleString("en")} calls, in kB (goal: none, up to noise of ${NOISE_IN_KB})`,
    ["kB"],
    [row],
  );
}
