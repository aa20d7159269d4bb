import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { printTable } from "./table.ts";

/** Below what a garbage collection leaves more or less by chance. */
const NOISE_IN_KB = 500;

/** What a million calls of the client leave behind, and a million tokens of the emulator. */
export async function measureMemory({ calls }: { calls: number }): Promise<void> {
  const grownByCalls = Number(await run("memory-program.ts", calls)) / 1000;
  const { grown, kept } = JSON.parse(await run("many-tokens-program.ts", calls)) as { grown: number; kept: number };
  const times = calls.toLocaleString("en");
  const rows = [
    row(`@microbilt-oauth/client, ${times} calls`, grownByCalls, "none"),
    row(`@microbilt-oauth/emulator, ${times} tokens issued`, grown / 1000, kept.toLocaleString("en")),
  ];
  const title = `Memory retained since the first tenth, in kB (goal: none, up to noise of ${NOISE_IN_KB})`;
  printTable(title, ["kB", "tokens kept"], rows);
}

function row(name: string, grown: number, kept: string) {
  return { name, cells: [grown.toFixed(0), kept], isMet: grown <= NOISE_IN_KB };
}

async function run(program: string, count: number): Promise<string> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", file, String(count)]);
  return stdout;
}
