import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { bare, contenders, ours } from "./contenders.ts";
import { median } from "./statistics.ts";
import { printTable } from "./table.ts";
import { grant } from "./token-answer.ts";

const GOAL_IN_US = 0.5;
const US_PER_MS = 1000;

/** What a call with a token at hand costs above a `fetch` that does nothing. */
export async function measureOverhead({ rounds, calls }: { rounds: number; calls: number }): Promise<void> {
  const answer = new Response(null);
  const stub = async (input: string | URL | Request) =>
    String(input instanceof Request ? input.url : input).endsWith(tokenEndpoint.path) ? grant() : answer;
  // The control is the bare call a second time: what it differs by is noise.
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
      // The first round warms up.
      if (round > 0) {
        times.push(((performance.now() - start) * US_PER_MS) / calls);
      }
    }
  }
  const base = median(runners[0]?.times ?? []);
  const rows = runners.map(({ name, times }) => {
    const above = median(times) - base;
    return { name, cells: [above.toFixed(2)], isMet: name === ours.name ? above <= GOAL_IN_US : undefined };
  });
  printTable(`Overhead per call above a stub fetch, in µs (goal: at most ${GOAL_IN_US})`, ["µs"], rows);
}
