import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { median } from "./median.ts";
import { printTable } from "./print-table.ts";

const GOAL_IN_MS = 6;
const CLIENT = new URL("../../../packages/client/dist/index.js", import.meta.url).href;
const MODULES = [CLIENT, "oauth4webapi", "@badgateway/oauth2-client", "openapi-fetch"];

/** Measures how long each package takes to load in a new process, and whether ours uses a fetch global as it loads. */
export async function measureImports({ rounds }: { rounds: number }): Promise<void> {
  const times = new Map<string, number[]>(MODULES.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of MODULES) {
      const program = `const start = performance.now(); await import(${JSON.stringify(name)}); console.log(performance.now() - start);`;
      times.get(name)?.push(Number(await run(program)));
    }
  }
  const touched = await run(`
    const touched = [];
    for (const name of ["fetch", "Request", "Response", "Headers", "FormData"]) {
      const value = globalThis[name];
      Object.defineProperty(globalThis, name, { get() { touched.push(name); return value; } });
    }
    touched.length = 0;
    await import(${JSON.stringify(CLIENT)});
    console.log(touched.join(" ") || "none");`);
  const rows = [...times].map(([name, taken]) => ({
    name: name === CLIENT ? "@microbilt-oauth/client" : name,
    cells: [median(taken).toFixed(1)],
    isMet: name === CLIENT ? median(taken) <= GOAL_IN_MS : undefined,
  }));
  printTable(`Import in a new process, in ms (goal: at most ${GOAL_IN_MS})`, ["ms"], rows);
  console.log(`  fetch globals that @microbilt-oauth/client reads while it loads: ${touched}`);
}

async function run(program: string): Promise<string> {
  const args = ["--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  });
  return stdout.trim();
}
