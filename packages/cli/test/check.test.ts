import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { expect, test } from "vitest";
import { clockDifference } from "../src/check/clock-difference.ts";
import { runCommand } from "./support/run-command.ts";
import { APP, ENVIRONMENT, startEmulator } from "./support/start-emulator.ts";
import { startServer } from "./support/start-server.ts";

test("good credentials: the lifetime that is left, the clock, and exit code 0", async () => {
  const { emulator, baseUrl } = await startEmulator({ expiresIn: 1_800 });
  const result = await runCommand(["check", "--base-url", baseUrl], { environment: ENVIRONMENT });

  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  expect(result.stdout).toMatch(/^The credentials are valid for http:\/\/127\.0\.0\.1:\d+\.\n {2}client ID {2}my-id\n/);
  expect(result.stdout).toMatch(/token {6}valid for (?:30 min|29 min 5\d s), until \d{4}-/);
  expect(result.stdout).toMatch(
    /response {3}status 200 after \d+ ms\n {2}clock {6}agrees with the server's \(± 0\.5 s\)/,
  );
  expect(result.stdout).not.toContain(APP.clientSecret);
  expect(emulator.requests.list().map(({ path }) => path)).toEqual([tokenEndpoint.path]);
});

test("--json prints the same for programs", async () => {
  const { baseUrl } = await startEmulator({ expiresIn: 1_800 });
  const { stdout } = await runCommand(["check", "--base-url", baseUrl, "--json"], { environment: ENVIRONMENT });

  expect(JSON.parse(stdout)).toEqual({
    outcome: "valid",
    server: baseUrl,
    clientId: "my-id",
    expiresIn: expect.closeTo(1_799, -1),
    expiresAt: expect.stringMatching(/^\d{4}-/),
    status: 200,
    responseTimeMs: expect.any(Number),
    clockAheadMs: expect.any(Number),
    clockUncertaintyMs: expect.any(Number),
  });
});

test("refused credentials: what the server said, what to check, and exit code 1", async () => {
  const { baseUrl } = await startEmulator();
  const environment = { ...ENVIRONMENT, MICROBILT_CLIENT_SECRET: "wrong-horse" };
  const result = await runCommand(["check", "--base-url", baseUrl], { environment });

  expect(result).toMatchObject({ exitCode: 1, stderr: "" });
  expect(result.stdout).toMatch(/^The credentials are not valid for /);
  expect(result.stdout).toContain("server     invalid_client: ClientId is Invalid");
  expect(result.stdout).toContain("the application belongs to this environment");
  expect(result.stdout).not.toContain("wrong-horse");
});

test("a quotation mark around a refused credential is pointed out", async () => {
  const { baseUrl } = await startEmulator();
  const environment = { ...ENVIRONMENT, MICROBILT_CLIENT_SECRET: `"${APP.clientSecret}"` };
  const { stdout } = await runCommand(["check", "--base-url", baseUrl], { environment });

  expect(stdout).toContain("has a quotation mark at an end");
});

test("a server that is not reached: exit code 2, and one attempt", async () => {
  const { emulator, baseUrl } = await startEmulator();
  await emulator.close();
  const result = await runCommand(["check", "--base-url", baseUrl], { environment: ENVIRONMENT });

  expect(result.exitCode).toBe(2);
  expect(result.stdout).toMatch(/^It is not known whether the credentials are valid: .*ECONNREFUSED/);
});

test("a server that fails is asked once: exit code 2", async () => {
  const { emulator, baseUrl } = await startEmulator();
  emulator.faults.add({ kind: "status", status: 503 });
  const result = await runCommand(["check", "--base-url", baseUrl, "--json"], { environment: ENVIRONMENT });

  expect(result.exitCode).toBe(2);
  expect(JSON.parse(result.stdout)).toMatchObject({ outcome: "unknown", status: 503, error: { code: "server_error" } });
  expect(emulator.requests.list()).toHaveLength(1);
});

test.each([
  // The server writes its time in whole seconds, halfway between request and response.
  { serverTime: 10_000, sentAt: 10_400, receivedAt: 10_600, ahead: 0, uncertainty: 600 },
  { serverTime: 10_000, sentAt: 130_400, receivedAt: 130_600, ahead: 120_000, uncertainty: 600 },
  { serverTime: 70_000, sentAt: 10_000, receivedAt: 12_000, ahead: -59_500, uncertainty: 1_500 },
])("the clock is $ahead ms ahead, ± $uncertainty", ({ ahead, uncertainty, ...times }) => {
  expect(clockDifference({ status: 200, ...times })).toEqual({ ahead, uncertainty });
});

test("the clock difference is printed when the clocks differ", async () => {
  const baseUrl = await startServer((_request, response) => {
    response.setHeader("date", new Date(Date.now() + 125_000).toUTCString());
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ access_token: "abc", token_type: "BearerToken", expires_in: "60", status: "approved" }),
    );
  });
  const { stdout } = await runCommand(["check", "--base-url", baseUrl], { environment: ENVIRONMENT });

  expect(stdout).toMatch(/clock {6}2 min [3-7] s behind the server's/);
});

test("a token without a lifetime is valid, and the output says that the lifetime is not known", async () => {
  const baseUrl = await startServer((_request, response) => {
    response.end(JSON.stringify({ access_token: "abc", token_type: "BearerToken", status: "approved" }));
  });
  const result = await runCommand(["check", "--base-url", baseUrl], { environment: ENVIRONMENT });

  expect(result.exitCode).toBe(0);
  expect(result.stdout).toContain("issued, but the server did not say how long it is valid");
});
