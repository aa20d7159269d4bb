import { readFile } from "node:fs/promises";
import { get, type IncomingMessage, request as requestHttp } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { printTable } from "../print-table.ts";
import { ours } from "./contenders.ts";
import { startContender, startUpstream } from "./running-proxy.ts";

const GOAL_IN_MIB = 150;
const STREAMS = 50;
const MIB = 1024 * 1024;
const BYTES = 10 * MIB;

/** Measures the largest resident memory of the proxy while many long bodies pass through it at once, in each direction. */
export async function measureProxyStreams(): Promise<void> {
  const directions = [
    { name: "downloads", run: download },
    { name: "downloads, read slowly", run: (url: string) => download(url, 5) },
    { name: "uploads", run: upload },
  ];
  const rows = [];
  for (const { name, run } of directions) {
    const upstream = await startUpstream();
    // A new process each time: the largest memory is kept for the life of a process.
    const proxy = await startContender(ours, upstream.url);
    try {
      const before = await largestMemory(proxy.process.pid);
      const start = performance.now();
      await Promise.all(Array.from({ length: STREAMS }, () => run(proxy.url)));
      const seconds = (performance.now() - start) / 1_000;
      const memory = await largestMemory(proxy.process.pid);
      rows.push({
        name,
        cells: [before.toFixed(0), memory.toFixed(0), ((STREAMS * BYTES) / MIB / seconds).toFixed(0)],
        isMet: Number.isNaN(memory) ? undefined : memory < GOAL_IN_MIB,
      });
    } finally {
      await proxy.stop();
      await upstream.stop();
    }
  }
  printTable(
    `Proxy: ${STREAMS} bodies of ${BYTES / MIB} MiB at once (goal: at most ${GOAL_IN_MIB} MiB of resident memory)`,
    ["MiB before", "largest MiB", "MiB/s"],
    rows,
  );
}

/** @param pause how long the caller waits after each chunk, in ms */
async function download(url: string, pause = 0): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/file?bytes=${BYTES}`, { agent: false }, resolve).on("error", reject);
  });
  let received = 0;
  for await (const chunk of response) {
    received += chunk.length;
    if (pause > 0) {
      await sleep(pause);
    }
  }
  if (received !== BYTES) {
    throw new Error(`Of ${BYTES} bytes, ${received} arrived.`);
  }
}

function upload(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { method: "POST", agent: false, headers: { "content-length": BYTES } };
    const request = requestHttp(`${url}/upload`, options, (response) => {
      response.resume().on("end", resolve);
    });
    request.on("error", reject);
    const chunk = Buffer.alloc(64 * 1024);
    let left = BYTES;
    const send = () => {
      while (left > 0) {
        left -= chunk.length;
        if (!request.write(chunk)) {
          request.once("drain", send);
          return;
        }
      }
      request.end();
    };
    send();
  });
}

/** Returns the largest resident memory of a process so far, in MiB; not a number where the system does not say. */
async function largestMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
