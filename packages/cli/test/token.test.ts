import { expect, test } from "vitest";
import { runCommand } from "./support/run-command.ts";
import { APP, ENVIRONMENT, startEmulator } from "./support/start-emulator.ts";

test("prints the token and nothing else", async () => {
  const { emulator, baseUrl } = await startEmulator();
  const result = await runCommand(["token", "--base-url", baseUrl], { environment: ENVIRONMENT });

  expect(result).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^\w+\n$/), stderr: "" });
  expect(emulator.tokens.find(result.stdout.trim())).toMatchObject({ clientId: APP.clientId, state: "active" });
});

test("--json adds the expiry", async () => {
  const { baseUrl } = await startEmulator({ expiresIn: 600 });
  const { stdout } = await runCommand(["token", "--base-url", baseUrl, "--json"], { environment: ENVIRONMENT });

  expect(JSON.parse(stdout)).toEqual({
    accessToken: expect.stringMatching(/^\w{20,}$/),
    expiresIn: expect.closeTo(599, -1),
    expiresAt: expect.stringMatching(/Z$/),
  });
});

test("does not print the token on a terminal unless told to, and does not request one", async () => {
  const { emulator, baseUrl } = await startEmulator();
  const args = ["token", "--base-url", baseUrl];
  const refused = await runCommand(args, { environment: ENVIRONMENT, isTTY: true });

  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toMatch(/^error: The token is a secret.* Pass --show .*\n$/);
  expect(emulator.requests.list()).toEqual([]);
  const shown = await runCommand([...args, "--show"], { environment: ENVIRONMENT, isTTY: true });
  expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\w+\n$/) });
});

test("refused credentials: exit code 1, and no secret in the error", async () => {
  const { baseUrl } = await startEmulator();
  const environment = { ...ENVIRONMENT, MICROBILT_CLIENT_ID: "other-id" };
  const result = await runCommand(["token", "--base-url", baseUrl], { environment });

  expect(result).toMatchObject({ exitCode: 1, stdout: "" });
  expect(result.stderr).toMatch(/^error: .*invalid_client/);
  expect(result.stderr).not.toContain(APP.clientSecret);
});

test("--flow form sends the documented form", async () => {
  const { emulator, baseUrl } = await startEmulator();
  await runCommand(["token", "--base-url", baseUrl, "--flow", "form"], { environment: ENVIRONMENT });

  expect(emulator.requests.list()[0]).toMatchObject({
    status: 200,
    headers: { "content-type": expect.stringMatching(/form/) },
  });
});
