import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { bare, contenders, ours } from "./contenders.ts";
import { median } from "./median.ts";
import { printTable } from "./print-table.ts";
import { createTokenResponse } from "./token-response.ts";

const GOAL_IN_US = 0.5;
const US_PER_MS = 1000;

/** Measures how much longer a call with a cached token takes than a stub `fetch`. */
export async function measureOverhead({ rounds, calls }: { rounds: number; calls: number }): Promise<void> {
  const response = new Response(null);
  const stub = async (input: string | URL | Request) => {
    const url = String(input instanceof Request ? input.url : input);
    return url.endsWith(tokenEndpoint.path) ? createTokenResponse() : response;
  };
  // The control is the bare call a second time: its difference from the first is noise.
  const runners = await Promise.all(
    [bare, { ...bare, name: "bare fetch again (control)" }, ...contenders].map(async (contender) => ({
      name: contender.name,
      call: await contender.open(servers.sandbox, stub),
      times: [] as number[],
    })),
  );
  for (let round = 0; round <= rounds; round++) {
    for (const { call, times } of runners) {
      const start = performance.now();
      for (let time = 0; time < calls; time++) {
        await call("/a");
      }
      // The first round is a warm-up.
      if (round > 0) {
        times.push(((performance.now() - start) * US_PER_MS) / calls);
      }
    }
  }
  const base = median(runners[0]?.times ?? []);
  const rows = runners.map(({ name, times }) => {
    const overhead = median(times) - base;
    return { name, cells: [overhead.toFixed(2)], isMet: name === ours.name ? overhead <= GOAL_IN_US : undefined };
  });
  printTable(`Overhead of a call over a stub fetch, in µs (goal: at most ${GOAL_IN_US})`, ["µs"], rows);
}
