import autocannon from "autocannon";
import { median } from "../median.ts";
import { printTable } from "../print-table.ts";
import { bareNode, hasNginx, nginx, ours, type ProxyContender } from "./contenders.ts";
import { type RunningContender, startContender, startUpstream } from "./running-proxy.ts";

const GOAL = 0.5;
const CONNECTIONS = 10;

/** Measures requests per second through each proxy, in turns, relative to a bare one over node:http in the same round. */
export async function measureProxyRequests({ rounds, seconds }: { rounds: number; seconds: number }): Promise<void> {
  const upstream = await startUpstream();
  const contenders = [bareNode, ours, ...(hasNginx ? [nginx] : [])];
  const running = new Map<ProxyContender, RunningContender>();
  const taken = new Map<ProxyContender, number[]>(contenders.map((contender) => [contender, []]));
  try {
    for (const contender of contenders) {
      running.set(contender, await startContender(contender, upstream.url));
    }
    // The first round is a warm-up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const contender of contenders) {
        const requests = await requestsPerSecond(contender.name, running.get(contender)?.url ?? "", seconds);
        if (round > 0) {
          taken.get(contender)?.push(requests);
        }
      }
    }
  } finally {
    await Promise.all([...running.values()].map((contender) => contender.stop()));
    await upstream.stop();
  }
  const ratio = (contender: ProxyContender, other: ProxyContender) =>
    median((taken.get(contender) ?? []).map((value, round) => value / (taken.get(other)?.[round] ?? Number.NaN)));
  printTable(
    `Proxies: requests per second, POST with a JSON body, ${CONNECTIONS} connections (goal: at least ${GOAL} of a bare node:http proxy)${hasNginx ? "" : "\nnginx is not installed"}`,
    ["requests/s", "to bare node", ...(hasNginx ? ["to nginx"] : [])],
    contenders.map((contender) => ({
      name: contender.name,
      cells: [
        median(taken.get(contender) ?? []).toFixed(0),
        ratio(contender, bareNode).toFixed(2),
        ...(hasNginx ? [ratio(contender, nginx).toFixed(2)] : []),
      ],
      isMet: contender === ours ? ratio(ours, bareNode) >= GOAL : undefined,
    })),
  );
}

async function requestsPerSecond(name: string, url: string, seconds: number): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    url: `${url}/iPredict/GetReport`,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"MsgRqHdr":{"MemberId":"1"}}',
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (non2xx > 0 || errors > 0) {
    throw new Error(`${name} rejected ${non2xx} requests, and ${errors} failed.`);
  }
  return requests.average;
}
