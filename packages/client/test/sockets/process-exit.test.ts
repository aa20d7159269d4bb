/** A process that has finished its work exits, whatever a background refresh does. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, onTestFinished, test } from "vitest";
import { startFaultServer } from "./fault-server.ts";
import { hang, json, type Responder, reset } from "./responders.ts";

/** Long enough for the first request of a process on a busy machine. */
const TIMEOUT_IN_MS = 1_500;
const SLACK_IN_MS = 2_000;

for (const [name, refresh] of [
  ["succeeds", undefined],
  ["fails with 503", json(503, {})],
  ["loses its connection", reset],
  ["hangs", hang],
] as [string, Responder | undefined][]) {
  test(`a process whose background refresh ${name} exits within its timeout, without an error`, async () => {
    const server = await startFaultServer();
    if (refresh) {
      server.callResponders.push(json(200, {}), (...exchange) => {
        // From the second call on.
        server.tokenResponders.push(refresh);
        return json(200, {})(...exchange);
      });
    }
    const { code, errors, lasted } = await run(server.origin);
    assert.equal(errors, "");
    assert.equal(code, 0);
    assert.isBelow(lasted, TIMEOUT_IN_MS + SLACK_IN_MS);
    assert.lengthOf(server.calls, 2);
    assert.lengthOf(server.tokenRequests, 2);
  });
}

/** Runs the program. Returns for how long its process lived after its work. */
async function run(origin: string): Promise<{ code: number | null; errors: string; lasted: number }> {
  const script = fileURLToPath(new URL("./two-calls-program.ts", import.meta.url));
  const child = spawn(process.execPath, [script, origin, String(TIMEOUT_IN_MS), resource.path]);
  onTestFinished(() => kill(child));
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const closed = once(child, "close");
  await once(child.stdout, "data");
  const start = performance.now();
  const [code] = await closed;
  return { code, errors, lasted: performance.now() - start };
}

function kill(child: ChildProcess): void {
  if (child.exitCode === null) {
    child.kill();
  }
}
