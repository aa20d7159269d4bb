/** Redocly, which shares no code with the suite, runs both token flows as the Arazzo document describes them. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startEmulator } from "../../src/targets/emulator.ts";
import { startPrism } from "../../src/targets/prism.ts";

const REDOCLY = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
const WORKFLOWS = fileURLToPath(new URL("arazzo.yaml", import.meta.resolve("@microbilt-oauth/spec/openapi.yaml")));
const TIMEOUT_IN_MS = 60_000;

test.each([
  ["Prism", startPrism],
  ["the emulator", startEmulator],
])("both workflows pass against %s, and the output shows no secret", { timeout: TIMEOUT_IN_MS }, async (_, start) => {
  await using target = await start();
  const { clientId, clientSecret } = target.credentials;
  const inputs = ["--input", `clientId=${clientId}`, "--input", `clientSecret=${clientSecret}`];

  const server = ["--server", `oauth=${target.baseUrl}`];
  const args = [REDOCLY, "respect", WORKFLOWS, ...server, ...inputs, "--verbose"];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, REDOCLY_TELEMETRY: "off" },
  });

  expect(stdout).toContain("Workflows: 2 passed, 2 total");
  expect(stdout).toContain("Steps: 4 passed, 4 total");
  expect(stdout).not.toContain(clientSecret);
});
