/** A process that has done its work ends, whatever a refresh in the background does. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, onTestFinished, test } from "vitest";
import { type Answer, hang, json, reset } from "./answers.ts";
import { startFaultServer } from "./fault-server.ts";

const TIMEOUT_IN_MS = 400;
const SLACK_IN_MS = 2_000;

for (const [name, refresh] of [
  ["is granted", undefined],
  ["is answered by 503", json(503, {})],
  ["loses its connection", reset],
  ["hangs", hang],
] as [string, Answer | undefined][]) {
  test(`a process whose refresh in the background ${name} ends within the timeout of that, and without an error`, async () => {
    const server = await startFaultServer();
    if (refresh) {
      server.callAnswers.push(json(200, {}), (...exchange) => {
        // From now on.
        server.tokenAnswers.push(refresh);
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

/** Runs the process, and tells how long it lived after its work. */
async function run(origin: string): Promise<{ code: number | null; errors: string; lasted: number }> {
  const script = fileURLToPath(new URL("./one-call.ts", import.meta.url));
  const child = spawn(process.execPath, [script, origin, String(TIMEOUT_IN_MS), resource.path]);
  onTestFinished(() => end(child));
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

function end(child: ChildProcess): void {
  if (child.exitCode === null) {
    child.kill();
  }
}
