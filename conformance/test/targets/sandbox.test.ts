/** The way to the sandbox, with the emulator in its place: over TLS, with an authority of its own. */
import { expect, test } from "vitest";
import { resultsOf, runCommand } from "../support/command.ts";
import { serveDefective } from "../support/defective.ts";
import { temporaryFile } from "../support/folder.ts";

const TIMEOUT_IN_MS = 60_000;

test("the run says what it will send, and sends at most two requests per second", {
  timeout: TIMEOUT_IN_MS,
}, async () => {
  const server = await serveDefective();
  const ca = await temporaryFile("ca.pem", server.ca);
  // All checks would take minutes.
  const some = ["token-request/json", "token-response/media-type", "transport", "bearer/json"];
  const start = performance.now();

  const outcome = await runCommand(
    [
      ...["--target", "sandbox", "--base-url", server.secureUrl, "--ca", ca, "--resource", "/application/path"],
      ...some.flatMap((id) => ["--only", id]),
    ],
    server.variables,
  );

  const elapsed = performance.now() - start;
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  expect(outcome.stdout).toContain("sandbox conforms as far as checked: 4 of 108 MUST checks ran");
  expect(outcome.stdout).toMatch(/target +MicroBilt's sandbox, https:\/\/127\.0\.0\.1:\d+/);
  expect(outcome.stdout).toMatch(/requests +at most \d+, 2 requests per second: about 1 min/);
  expect(outcome.stdout).toContain("calls to POST /application/path, with and without a valid access token");
  const { requests } = await resultsOf(outcome);
  expect(requests).toBeGreaterThan(2);
  // Timers can fire a millisecond early.
  expect(elapsed).toBeGreaterThanOrEqual((requests - 1) * 499);
});

test("checks that need a burst of requests are skipped, with the reason", { timeout: TIMEOUT_IN_MS }, async () => {
  const server = await serveDefective();
  const ca = await temporaryFile("ca.pem", server.ca);

  const outcome = await runCommand(
    ["--target", "sandbox", "--base-url", server.secureUrl, "--ca", ca, "--only", "token-request/concurrent"],
    server.variables,
  );

  expect(outcome.stdout).toContain("the run sends one request at a time, at most 2 requests per second");
  expect(outcome.stdout).toContain("sandbox is not shown to conform: every check was skipped");
  expect(outcome.code).toBe(1);
});

test("without the authority's certificate, the command says how to name it", async () => {
  const server = await serveDefective();

  const { code, stderr } = await runCommand(["--target", "sandbox", "--base-url", server.secureUrl], server.variables);

  expect(code).toBe(2);
  expect(stderr).toContain("is from an authority that this machine does not know");
  expect(stderr).toContain("Name the authority's certificate with --ca FILE.");
});
