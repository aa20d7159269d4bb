import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bare, contenders, ours } from "./contenders.ts";
import { median } from "./median.ts";
import { printTable } from "./print-table.ts";

const GOAL = 0.97;
const CONCURRENCIES = [1, 50];

/** Measures requests per second against a local server, relative to bare `fetch`: sequential, and 50 in parallel. */
export async function measureThroughput({ rounds, calls }: { rounds: number; calls: number }): Promise<void> {
  const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)));
  try {
    const [port] = await once(server, "message");
    const baseUrl = `http://127.0.0.1:${port}`;
    const rows = new Map<string, string[]>();
    let worst = Number.POSITIVE_INFINITY;
    for (const concurrency of CONCURRENCIES) {
      const runners = await Promise.all(
        [bare, { ...bare, name: "bare fetch again (control)" }, ...contenders].map(async ({ name, open }) => ({
          name,
          call: await open(baseUrl, (input, init) => fetch(input, init)),
          ratios: [] as number[],
        })),
      );
      for (let round = 0; round <= rounds; round++) {
        // The first one pays for the garbage of the round before, so each is first equally often.
        const first = round % runners.length;
        const times = new Map<string, number>();
        for (const { name, call } of [...runners.slice(first), ...runners.slice(0, first)]) {
          times.set(name, await timeOf(call, calls, concurrency));
        }
        // Ratios are taken within a round, because the machine's speed varies between rounds. The first is a warm-up.
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
      ["sequential", "50 in parallel"],
      [...rows].map(([name, cells]) => ({ name, cells, isMet: name === ours.name ? worst >= GOAL : undefined })),
    );
  } finally {
    server.disconnect();
    await once(server, "exit");
  }
}

async function timeOf(call: (path: string) => Promise<unknown>, calls: number, concurrency: number): Promise<number> {
  let left = calls;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) {
        await drain(await call("/a"));
      }
    }),
  );
  return performance.now() - start;
}

/** Reads a result to its end, so that its connection can be reused. openapi-fetch wraps the response. */
async function drain(result: unknown): Promise<void> {
  const response = result instanceof Response ? result : (result as { response: Response }).response;
  await response.arrayBuffer();
}
