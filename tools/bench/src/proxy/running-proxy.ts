import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ProxyContender } from "./contenders.ts";

const START_LIMIT_IN_MS = 20_000;

/** A proxy that responds. */
export interface RunningContender {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts the server behind the proxies. */
export async function startUpstream(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = fork(fileURLToPath(new URL("upstream.ts", import.meta.url)));
  const [port] = await once(server, "message");
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.disconnect();
      await once(server, "exit");
    },
  };
}

/** Starts a proxy, and waits until it passes on a request. */
export async function startContender(contender: ProxyContender, upstream: string): Promise<RunningContender> {
  const port = await freePort();
  const child = contender.start(port, upstream);
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + START_LIMIT_IN_MS;
  while ((await statusOf(url)) !== 200) {
    if (performance.now() > deadline || child.exitCode !== null) {
      child.kill("SIGKILL");
      throw new Error(`${contender.name} does not pass on requests.`);
    }
    await sleep(20);
  }
  return {
    url,
    process: child,
    async stop() {
      const ended = child.exitCode === null ? once(child, "exit") : undefined;
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function statusOf(url: string): Promise<number | undefined> {
  const response = await fetch(url).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
