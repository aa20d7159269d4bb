import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createEmulator } from "@microbilt-oauth/emulator";

const app = { clientId: "my-id", clientSecret: "my-secret" };
const emulator = createEmulator({ apps: [app] });
const { url } = await emulator.listen();
const folder = await mkdtemp(join(tmpdir(), "tokens-"));

after(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

function tokenRequests(): number {
  return emulator.requests.list().filter(({ endpoint }) => endpoint === "token").length;
}

async function runWorker(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.resolve("./worker.ts"))], {
    env: {
      MICROBILT_BASE_URL: url,
      MICROBILT_CLIENT_ID: app.clientId,
      MICROBILT_CLIENT_SECRET: app.clientSecret,
      TOKENS: folder,
    },
  });
  return stdout.trim().split("\n");
}

test("two processes that start together send one token request", async () => {
  const outputs = await Promise.all([runWorker(), runWorker()]);

  assert.deepEqual(outputs.map(([first]) => first).toSorted(), ["token from the server", "token from the store"]);
  assert.ok(outputs.every(([, ...statuses]) => statuses.every((status) => status === "status 200")));
  assert.equal(tokenRequests(), 1);
});

test("a process that starts later uses the stored token", async () => {
  assert.deepEqual(await runWorker(), ["token from the store", "status 200", "status 200"]);
  assert.equal(tokenRequests(), 1);
});

test("a process replaces a stored token that was revoked", async () => {
  emulator.tokens.revokeAll();

  const output = await runWorker();

  assert.deepEqual(output, ["token from the store", "token from the server", "status 200", "status 200"]);
  assert.equal(tokenRequests(), 2);
});
