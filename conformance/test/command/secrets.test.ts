/** No secret and no token appears in anything that the command prints or writes. */
import { text } from "node:stream/consumers";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { expect, test } from "vitest";
import { mutateResponse } from "../../mutants/operators/response.ts";
import { ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE } from "../../src/environment-variables.ts";
import { CREDENTIALS, outputOf, runCommand } from "../support/command.ts";
import { serveDefective } from "../support/defective.ts";
import { serve } from "../support/server.ts";

const TIMEOUT_IN_MS = 300_000;

/** Every response repeats the request, with a status that no check expects. */
const repeatRequest = mutateResponse((response, _, { body, headers }) => ({
  ...response,
  status: 418,
  body: `${response.body} ${body.toString()} ${headers["authorization"]}`,
}));

test("not even if every check fails, and every response repeats the request", { timeout: TIMEOUT_IN_MS }, async () => {
  const server = await serveDefective((context) => {
    let requests = 0;
    const repeat = repeatRequest(context);
    return (request, original) => {
      requests += 1;
      // Without an access token, the run would not start.
      return requests % 40 <= 2 ? original(request) : repeat(request, original);
    };
  });

  const checked = await runCommand(["--base-url", server.baseUrl, "--resource", "/resource"], server.variables);
  const asJson = await runCommand(["--base-url", server.baseUrl, "--json"], server.variables);

  expect(checked.code).toBe(1);
  expect(server.secrets.size).toBeGreaterThan(2);
  const output = (await outputOf(checked)) + asJson.stdout;
  for (const secret of server.secrets) {
    expect(output.includes(secret), "a secret is shown").toBe(false);
    // Some checks send almost the secret.
    expect(output.includes(secret.slice(0, -1)), "most of a secret is shown").toBe(false);
  }
  expect(output).toContain(`$${CLIENT_SECRET_VARIABLE}`);
});

test("not even if the server grants nothing, and the run does not start", async () => {
  const server = await serveDefective(repeatRequest);

  const { code, stdout, stderr } = await runCommand(["--base-url", server.baseUrl], server.variables);

  expect(code).toBe(2);
  expect(stderr).toContain(`$${ACCESS_TOKEN_VARIABLE}`);
  for (const secret of server.secrets) {
    expect((stdout + stderr).includes(secret.slice(0, -1)), "a secret is shown").toBe(false);
  }
});

test("neither plain nor encoded, if a server grants everything and repeats the request", {
  timeout: TIMEOUT_IN_MS,
}, async () => {
  const accessToken = "topsecrettokenneverseen12345";
  const baseUrl = await serve(async (request, response) => {
    const members = { access_token: accessToken, token_type: accessToken } satisfies Partial<
      Record<keyof TokenResponse, string>
    >;
    const echo = await text(request);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ...members, echo }));
  });

  const checked = await runCommand(["--base-url", baseUrl, "--resource", "/resource"], CREDENTIALS);

  expect(checked.code).toBe(1);
  const output = await outputOf(checked);
  const secret = CREDENTIALS[CLIENT_SECRET_VARIABLE] ?? "";
  expect(output).not.toContain(secret);
  expect(output).not.toContain(encodeURIComponent(secret));
  expect(output).not.toContain(JSON.stringify(secret).slice(1, -1));
  expect(output).not.toContain("topsecret");
  expect(output).toContain(`$${CLIENT_SECRET_VARIABLE}`);
});
