/** The way to the sandbox, with the emulator in its place: under TLS, with an authority of its own, in the same words. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createTurnstile } from "../src/wire/pacing.ts";
import { runCommand } from "./support/command.ts";
import { type Defective, serveDefective } from "./support/defective.ts";

const LONG = 120_000;

test("says what it will send, sends it politely, and checks what it may", { timeout: LONG }, async () => {
  const server = await serveDefective();
  const ca = await caFile(server);
  // All of it would take two minutes.
  const some = [
    "--only",
    "token-request/json",
    "--only",
    "token-response",
    "--only",
    "transport",
    "--only",
    "bearer/json",
  ];
  const start = performance.now();

  const { code, stdout } = await runCommand(
    ["--target", "sandbox", "--base-url", server.secureUrl, "--ca", ca, "--resource", "/application/path", ...some],
    server.variables,
  );

  expect(stdout).toContain("sandbox conforms");
  expect(code).toBe(0);
  expect(stdout).toMatch(/target +MicroBilt's sandbox, https:\/\/127\.0\.0\.1:\d+/);
  expect(stdout).toMatch(/will send +at most \d+ requests, 2 a second: about 1 min/);
  expect(stdout).toContain("calls of POST /application/path, with and without a good access token");
  expect(stdout).toContain("a server of somebody else is asked one thing at a time");
  const [, most] = /at most (\d+) requests/.exec(stdout) ?? [];
  expect(performance.now() - start).toBeGreaterThan((Number(most) / 2 - 5) * 1_000);
});

test("without its authority it says how to name it", { timeout: LONG }, async () => {
  const server = await serveDefective();

  const { code, stderr } = await runCommand(["--target", "sandbox", "--base-url", server.secureUrl], server.variables);

  expect(code).toBe(2);
  expect(stderr).toContain("name the authority's certificate with --ca FILE");
});

test("a spent budget ends the requests, not the run", async () => {
  const turnstile = createTurnstile({ interval: 0, budget: 2 });
  await turnstile.pass();
  await turnstile.pass();

  await expect(turnstile.pass()).rejects.toThrow("the run's budget of 2 requests is spent");
});

async function caFile({ ca }: Defective): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "microbilt-ca-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "ca.pem");
  await writeFile(file, ca);
  return file;
}
