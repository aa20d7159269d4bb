import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { median } from "../median.ts";
import { printTable } from "../print-table.ts";
import { emulator, nodeHttp, oidcProvider, prism, type TokenEndpoint } from "./contenders.ts";

/** The goal was set on a machine where node:http took 63 ms to start, so it is judged as a ratio. */
const START_GOAL_IN_MS = 200;
const START_GOAL = START_GOAL_IN_MS / 63;
const SPEED_GOAL = 3;
const MEMORY_GOAL = 0.5;
const CONNECTIONS = 10;
const START_LIMIT_IN_MS = 30_000;
const POLL_INTERVAL_IN_MS = 2;

interface Figures {
  /** The time from the start of the process to the first response, in ms. */
  readonly start: number;
  /** Requests per second. */
  readonly requests: number;
  /** The resident memory after the load, in MiB. */
  readonly memory: number;
}

/** Measures the emulator's command beside other token endpoints: a new process in each round, and the same load. */
export async function measureTokenEndpoints({ rounds, seconds }: { rounds: number; seconds: number }): Promise<void> {
  const contenders = [nodeHttp, emulator, prism, oidcProvider];
  const taken = new Map<TokenEndpoint, Figures[]>(contenders.map((contender) => [contender, []]));
  // The first round is a warm-up: it fills the caches of files and of compiled code.
  for (let round = 0; round <= rounds; round++) {
    for (const contender of contenders) {
      const figures = await measure(contender, round === 0 ? 1 : seconds);
      if (round > 0) {
        taken.get(contender)?.push(figures);
      }
    }
  }
  const figure = (contender: TokenEndpoint, name: keyof Figures) => median(all(contender, name));
  const isMet =
    ratio(emulator, nodeHttp, "start") <= START_GOAL &&
    ratio(emulator, prism, "requests") >= SPEED_GOAL &&
    ratio(emulator, oidcProvider, "requests") > 1 &&
    ratio(emulator, prism, "memory") <= MEMORY_GOAL;
  printTable(
    `Token endpoints, ${CONNECTIONS} connections
(goals for the emulator: a first response in at most ${START_GOAL.toFixed(1)} times what node:http needs, which is ${START_GOAL_IN_MS} ms where
node:http needs 63; at least ${SPEED_GOAL} times the requests of Prism, and more than oidc-provider; at most ${MEMORY_GOAL} of Prism's memory)`,
    ["start, ms", "to node:http", "requests/s", "to Prism", "MiB after load", "to Prism"],
    contenders.map((contender) => ({
      name: contender.name,
      cells: [
        figure(contender, "start").toFixed(0),
        ratio(contender, nodeHttp, "start").toFixed(2),
        figure(contender, "requests").toFixed(0),
        ratio(contender, prism, "requests").toFixed(2),
        figure(contender, "memory").toFixed(0),
        ratio(contender, prism, "memory").toFixed(2),
      ],
      isMet: contender === emulator ? isMet : undefined,
    })),
  );

  function all(contender: TokenEndpoint, name: keyof Figures): number[] {
    return (taken.get(contender) ?? []).map((figures) => figures[name]);
  }

  /** The median of the ratios within each round, because the machine's speed varies between rounds. */
  function ratio(contender: TokenEndpoint, other: TokenEndpoint, name: keyof Figures): number {
    const others = all(other, name);
    return median(all(contender, name).map((value, round) => value / (others[round] ?? Number.NaN)));
  }
}

async function measure(contender: TokenEndpoint, seconds: number): Promise<Figures> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}${contender.path}`;
  const started = performance.now();
  const server = spawn(process.execPath, contender.program(port), { stdio: "ignore" });
  try {
    await untilItResponds(address, contender, server);
    const start = performance.now() - started;
    const { requests, non2xx, errors } = await autocannon({
      url: address,
      method: "POST",
      headers: { "content-type": contender.mediaType },
      body: contender.body,
      connections: CONNECTIONS,
      duration: seconds,
    });
    if (non2xx > 0 || errors > 0) {
      throw new Error(`${contender.name} rejected ${non2xx} requests, and ${errors} failed.`);
    }
    return { start, requests: requests.average, memory: await residentMemory(server) };
  } finally {
    const ended = server.exitCode === null ? once(server, "exit") : undefined;
    server.kill("SIGKILL");
    await ended;
  }
}

/** Repeats a token request until the server responds. */
async function untilItResponds(
  address: string,
  { name, mediaType, body }: TokenEndpoint,
  server: ChildProcess,
): Promise<void> {
  const deadline = performance.now() + START_LIMIT_IN_MS;
  while (performance.now() < deadline && server.exitCode === null) {
    const request = { method: "POST", headers: { "content-type": mediaType }, body };
    const response = await fetch(address, request).catch(() => undefined);
    await response?.arrayBuffer();
    if (response) {
      return;
    }
    await sleep(POLL_INTERVAL_IN_MS);
  }
  throw new Error(`${name} did not respond within ${START_LIMIT_IN_MS / 1000} s.`);
}

/** Reads the resident memory of a process in MiB. Linux only. */
async function residentMemory({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1]) / 1024;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
