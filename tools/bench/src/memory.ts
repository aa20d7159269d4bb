import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { printTable } from "./print-table.ts";

/** Garbage collection leaves about this much, more or less by chance. */
const NOISE_IN_KB = 500;

/** Measures what calls of the client, and tokens that the emulator issues, leave on the heap. */
export async function measureMemory({ calls }: { calls: number }): Promise<void> {
  const grownByCalls = Number(await run("call-memory-program.ts", calls));
  const { grown, kept } = JSON.parse(await run("token-memory-program.ts", calls)) as { grown: number; kept: number };
  const count = calls.toLocaleString("en");
  const rows = [
    row(`@microbilt-oauth/client, ${count} calls`, grownByCalls, "none"),
    row(`@microbilt-oauth/emulator, ${count} tokens issued`, grown, kept.toLocaleString("en")),
  ];
  const title = `Heap growth after a warm-up, in kB (goal: at most ${NOISE_IN_KB}, which is noise)`;
  printTable(title, ["kB", "tokens kept"], rows);
}

function row(name: string, grownBytes: number, kept: string) {
  const grown = grownBytes / 1000;
  return { name, cells: [grown.toFixed(0), kept], isMet: grown <= NOISE_IN_KB };
}

async function run(program: string, count: number): Promise<string> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", file, String(count)]);
  return stdout;
}
