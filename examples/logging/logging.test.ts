import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmulator } from "@microbilt-oauth/emulator";
import { pino } from "pino";
import { createLoggedClient } from "./logged-client.ts";

const app = { clientId: "my-id", clientSecret: "a-secret-that-no-log-shows" };

/** A logger that keeps its lines. */
function createLogger() {
  const lines: string[] = [];
  const logger = pino({ level: "debug", base: null, timestamp: false }, { write: (line) => lines.push(line) });
  return { logger, entries: () => lines.map((line) => JSON.parse(line)), text: () => lines.join("") };
}

test("the log tells where a token came from, and that a request was repeated", async () => {
  const { logger, entries } = createLogger();
  const emulator = createEmulator({ apps: [app] });
  emulator.faults.add({ kind: "status", status: 503, headers: { "retry-after": "0" }, endpoint: "token", times: 1 });

  const microbilt = createLoggedClient({ environment: "sandbox", ...app, fetch: emulator.fetch }, logger);
  await microbilt.fetch("/iPredict/GetReport", { method: "POST", body: "{}" });

  assert.deepEqual(
    entries().map(({ level, msg }) => `${pino.levels.labels[level]} ${msg}`),
    ["debug token_request", "warn token_request_failed", "debug token_request", "info token"],
  );
  assert.equal(entries()[1].status, 503);
});

test("an error shows its code and its status, and no secret", async () => {
  const { logger, entries, text } = createLogger();
  const emulator = createEmulator({ apps: [{ ...app, clientSecret: "another-secret" }] });
  const microbilt = createLoggedClient({ environment: "sandbox", ...app, fetch: emulator.fetch }, logger);

  await microbilt.getAccessToken().catch((error) => logger.error(error, "no access token"));

  const { err, msg } = entries().at(-1);
  assert.equal(msg, "no access token");
  assert.equal(err.code, "invalid_client");
  assert.equal(err.status, 401);
  assert.ok(!text().includes(app.clientSecret));
});
