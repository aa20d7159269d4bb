/** The token endpoint can be at another path than the documented one. */
import { createEmulator } from "@microbilt-oauth/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE } from "../../src/environment-variables.ts";
import { CREDENTIALS, outputOf, resultsOf, runCommand } from "../support/command.ts";
import { spec } from "../support/run.ts";

const TOKEN_PATH = "/a/token";
const TIMEOUT_IN_MS = 120_000;

async function serve(): Promise<{ url: string; variables: NodeJS.ProcessEnv }> {
  const emulator = createEmulator({ tokenPath: TOKEN_PATH });
  const server = await emulator.listen();
  onTestFinished(() => emulator.close());
  const { clientId, clientSecret } = emulator.apps.register();
  return {
    url: server.url,
    variables: { [CLIENT_ID_VARIABLE]: clientId, [CLIENT_SECRET_VARIABLE]: clientSecret },
  };
}

describe("--token-path", { timeout: TIMEOUT_IN_MS }, () => {
  test("checks a server whose token endpoint is elsewhere, as if it were the documented one", async () => {
    const { url, variables } = await serve();

    const outcome = await runCommand(
      ["--base-url", url, "--token-path", TOKEN_PATH, "--resource", "/application/path", "--level", "MUST"],
      variables,
    );

    expect(outcome.stderr).toBe("");
    expect(outcome.code).toBe(0);
    const { checks } = await resultsOf(outcome);
    expect(checks.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(checks.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(80);
  });

  test("is in the commands that send a request again", async () => {
    const { url, variables } = await serve();

    const outcome = await runCommand(
      ["--base-url", url, "--token-path", TOKEN_PATH, "--only", "token-request/observed-form"],
      variables,
    );

    const output = await outputOf(outcome);
    expect(output).toContain(`curl -i -X POST '${url}${TOKEN_PATH}'`);
    expect(output).not.toContain(`${url}${spec.contract.tokenEndpoint.path}`);
    expect((await resultsOf(outcome)).accessTokenCommand).toContain(TOKEN_PATH);
  });

  test("is necessary: without it, the server issues no access token", async () => {
    const { url, variables } = await serve();

    const { code, stderr } = await runCommand(["--base-url", url], variables);

    expect(code).toBe(2);
    expect(stderr).toContain("--token-path");
  });

  test.each(["token", "", "/", "//host.test/token", "/token?a=b", "/token#a", "/to ken", "https://host.test/token"])(
    "must be a path; got %j",
    async (path) => {
      const { code, stderr } = await runCommand(
        ["--base-url", "http://127.0.0.1:9", "--token-path", path],
        CREDENTIALS,
      );

      expect(code).toBe(2);
      expect(stderr).toContain("It must be a path without a query, such as /token.");
    },
  );

  test.each(["prism", "emulator", "client"])("does not apply to --target %s", async (target) => {
    const { code, stderr } = await runCommand(["--target", target, "--token-path", TOKEN_PATH]);

    expect(code).toBe(2);
    expect(stderr).toContain(`--token-path applies to --target url and sandbox only; got --target ${target}.`);
  });

  test.each([
    TOKEN_PATH,
    ...new Set([spec.contract.tokenEndpoint, ...spec.contract.tokenEndpoint.aliases].map(({ path }) => path)),
  ])("a base URL must not end in %s", async (path) => {
    const { code, stderr } = await runCommand(
      ["--base-url", `http://127.0.0.1:9/base${path}`, "--token-path", TOKEN_PATH],
      CREDENTIALS,
    );

    expect(code).toBe(2);
    expect(stderr).toContain("write --base-url http://127.0.0.1:9/base");
  });
});
