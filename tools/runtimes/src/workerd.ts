import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Outcome, parseOutcome } from "./outcome.ts";
import { installed, start, whileRunning } from "./program.ts";
import type { Runtime } from "./runtime.ts";

const ENTRY = `import { run } from "./tests.mjs";
export default { fetch: async () => Response.json(await run()) };
`;

/** The file descriptor on which workerd says where it listens. */
const CONTROL = 3;

/** Cloudflare's runtime: a worker runs the tests when it is asked to, as it has no timers outside of a request. */
export const workerd: Runtime = {
  name: "workerd",
  executable: () => ({ path: installed("workerd/bin/workerd") }),
  run: async ({ executable, version, folder, signal }) => {
    await writeFile(join(folder, "entry.mjs"), ENTRY);
    await writeFile(join(folder, "config.capnp"), configured(version));
    const server = start(executable, ["serve", `--control-fd=${CONTROL}`, "config.capnp"], {
      folder,
      signal,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    return whileRunning(server, ask(server.child, signal));
  },
};

/** Its version is a day, and this makes it behave as on that day. */
function configured(compatibilityDate: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "tests", worker = (
    modules = [
      (name = "entry.mjs", esModule = embed "entry.mjs"),
      (name = "tests.mjs", esModule = embed "tests.mjs"),
    ],
    compatibilityDate = "${compatibilityDate}",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "tests")],
);
`;
}

async function ask(child: ChildProcess, signal: AbortSignal): Promise<Outcome> {
  const [line] = await once(createInterface(child.stdio[CONTROL] as Readable), "line");
  const { port } = JSON.parse(line) as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal });
  const body = await response.text();
  if (!response.ok) {
    throw new Error(`It answered ${response.status}. ${body}`);
  }
  return parseOutcome(body);
}
