import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { packageFile, startProgram, stopAfter } from "./child-program.ts";
import { type Outcome, parseOutcome } from "./outcome.ts";
import type { Runtime } from "./runtime.ts";

const ENTRY = `import { run } from "./tests.mjs";
export default { fetch: async () => Response.json(await run()) };
`;

/** The file descriptor to which workerd writes its port. */
const CONTROL = 3;

/** Cloudflare's runtime. It has no timers outside of a request, so the tests run in the handler of one. */
export const workerd: Runtime = {
  name: "workerd",
  executable: () => ({ path: packageFile("workerd/bin/workerd") }),
  run: async ({ executable, version, folder, signal }) => {
    await writeFile(join(folder, "entry.mjs"), ENTRY);
    await writeFile(join(folder, "config.capnp"), configuration(version));
    const server = startProgram(executable, ["serve", `--control-fd=${CONTROL}`, "config.capnp"], {
      folder,
      signal,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    return stopAfter(server, requestOutcome(server.child, signal));
  },
};

/** @param compatibilityDate the day whose behaviour workerd has; its version is such a day too */
function configuration(compatibilityDate: string): string {
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

async function requestOutcome(child: ChildProcess, signal: AbortSignal): Promise<Outcome> {
  const [line] = await once(createInterface(child.stdio[CONTROL] as Readable), "line");
  const { port } = JSON.parse(line) as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal });
  const body = await response.text();
  if (!response.ok) {
    throw new Error(`The worker responded with ${response.status}. ${body}`);
  }
  return parseOutcome(body);
}
