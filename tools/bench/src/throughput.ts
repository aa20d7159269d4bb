import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bare, contenders, ours } from "./contenders.ts";
import { median } from "./statistics.ts";
import { printTable } from "./table.ts";

const GOAL = 0.97;

/** Requests per second against a local server, relative to bare `fetch`, one after the other and fifty at once. */
export async function measureThroughput({ rounds, calls }: { rounds: number; calls: number }): Promise<void> {
  const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)));
  try {
    const [port] = await once(server, "message");
    const baseUrl = `http://127.0.0.1:${port}`;
    const rows = new Map<string, string[]>();
    let worst = Number.POSITIVE_INFINITY;
    for (const atOnce of [1, 50]) {
      const runners = await Promise.all(
        [bare, { ...bare, name: "bare fetch again (control)" }, ...contenders].map(async ({ name, open }) => ({
          name,
          call: await open(baseUrl, (input, init) => fetch(input, init)),
          ratios: [] as number[],
        })),
      );
      for (let round = 0; round <= rounds; round++) {
        // Each begins as often as the others: whoever comes after much garbage pays for it.
        const turn = round % runners.length;
        const times = new Map<string, number>();
        for (const { name, call } of [...runners.slice(turn), ...runners.slice(0, turn)]) {
          times.set(name, await timeOf(call, calls, atOnce));
        }
        // Relative within the round: the machine's mood changes from round to round. The first warms up.
        if (round > 0) {
          const base = times.get(bare.name) ?? Number.NaN;
          for (const { name, ratios } of runners) {
            ratios.push(base / (times.get(name) ?? Number.NaN));
          }
        }
      }
      for (const { name, ratios } of runners) {
        rows.set(name, [...(rows.get(name) ?? []), median(ratios).toFixed(2)]);
        worst = name === ours.name ? Math.min(worst, median(ratios)) : worst;
      }
    }
    printTable(
      `Requests per second over a socket, relative to bare fetch (goal: at least ${GOAL})`,
      ["1 at once", "50 at once"],
      [...rows].map(([name, cells]) => ({ name, cells, isMet: name === ours.name ? worst >= GOAL : undefined })),
    );
  } finally {
    server.disconnect();
    await once(server, "exit");
  }
}

async function timeOf(call: (path: string) => Promise<unknown>, calls: number, atOnce: number): Promise<number> {
  let left = calls;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        await drain(await call("/a"));
      }
    }),
  );
  return performance.now() - start;
}

/** Reads an answer to its end, so that its connection can be used again. */
async function drain(answer: unknown): Promise<void> {
  await (answer instanceof Response ? answer : (answer as { response: Response }).response).arrayBuffer();
}
