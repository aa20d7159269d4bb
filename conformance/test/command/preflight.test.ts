/** Before anything else is sent, the run finds out whether there is anything to check. */
import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { mutateResponse } from "../../mutants/operators/response.ts";
import { isTokenRequest } from "../../mutants/operators/token-request.ts";
import { SECOND_CLIENT_ID_VARIABLE, SECOND_CLIENT_SECRET_VARIABLE } from "../../src/environment-variables.ts";
import { CREDENTIALS, resultsOf, runCommand } from "../support/command.ts";
import { serveDefective } from "../support/defective.ts";
import { serve } from "../support/server.ts";

const TIMEOUT_IN_MS = 60_000;

test.each<[string, RequestListener, string, string]>([
  [
    "that rejects the credentials",
    (_, response) => response.writeHead(401).end('{"ErrorCode":"invalid_client"}'),
    'JSON token request: 401 with the body {"ErrorCode":"invalid_client"}',
    "Check whether MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET are credentials for this server",
  ],
  [
    "behind a gateway that demands a certificate",
    (_, response) => response.writeHead(400).end("<html>\r\n<h1>No required SSL certificate was sent</h1>"),
    "JSON token request: 400 with the body <html> <h1>No required SSL certificate was sent</h1>",
    "whether a gateway needs --header or --cert",
  ],
  [
    "that its gateway does not reach",
    (_, response) => response.writeHead(502).end(),
    "JSON token request: 502 without a body",
    "The gateway does not reach the server",
  ],
  [
    "behind a login page",
    (_, response) => response.writeHead(302, { location: "https://login.example.test" }).end(),
    "JSON token request: 302 without a body",
    "The server may be behind a proxy or a login page.",
  ],
  [
    "without the token endpoint",
    (_, response) => response.writeHead(404).end("<html>"),
    "form token request: 404 with the body <html>",
    "Check whether the base URL and the path of the token endpoint (--token-path) are right: token requests go to POST http://127.0.0.1:",
  ],
  [
    "that responds with 200 and nothing else",
    (_, response) => response.writeHead(200).end(),
    "JSON token request: 200 without a body",
    "Check whether the base URL and the path",
  ],
  [
    "that fails",
    (_, response) => response.writeHead(500).end(),
    "JSON token request: 500 without a body",
    "its log may say why",
  ],
  [
    "that rejects every request because there were too many",
    (_, response) => response.writeHead(429, { "retry-after": "3600" }).end(),
    "there were too many (429, Retry-After: 3600)",
    "try again later, or send fewer requests per second with --rate",
  ],
  [
    "that closes every connection",
    ({ socket }) => socket.destroy(),
    "JSON token request: no complete response",
    "whether a proxy is needed (--proxy)",
  ],
])("a server %s cannot be checked, and gets two requests", async (_, listener, seen, advice) => {
  let requests = 0;
  const baseUrl = await serve((request, response) => {
    requests += 1;
    listener(request, response);
  });

  const { code, stderr } = await runCommand(["--base-url", baseUrl], CREDENTIALS);

  expect(code).toBe(2);
  expect(stderr).toContain(`Nothing was checked, because ${baseUrl} issued no access token:`);
  expect(stderr).toContain(seen);
  expect(stderr).toContain(advice);
  expect(requests).toBe(2);
});

test("one documented token request that is not granted is a finding, and proves nothing about refusals", {
  timeout: TIMEOUT_IN_MS,
}, async () => {
  const { baseUrl, variables } = await serveDefective(
    mutateResponse((response, _, { headers }) =>
      headers["content-type"]?.includes("form") ? { ...response, status: 404, body: "" } : response,
    ),
  );

  const outcome = await runCommand(["--base-url", baseUrl, "--only", "token-request", "--only", "refusals"], variables);

  expect(outcome.code).toBe(1);
  const { checks } = await resultsOf(outcome);
  expect(checks.find(({ id }) => id === "token-request/form")).toMatchObject({ outcome: "failed", isMet: false });
  // A form with the media type of JSON is a JSON token request with a defect.
  const ofForms = checks.filter(({ id }) => id.startsWith("refusals/form-") && id !== "refusals/form-as-json");
  expect(ofForms.length).toBeGreaterThan(0);
  expect(ofForms.filter(({ outcome }) => outcome !== "skipped")).toEqual([]);
});

test("a documented token request that is not granted is part of the verdict even if it was not selected", async () => {
  const { baseUrl, variables } = await serveDefective(
    mutateResponse((response, _, { headers }) =>
      headers["content-type"]?.includes("form") ? { ...response, status: 404, body: "" } : response,
    ),
  );

  const { code, stdout } = await runCommand(["--base-url", baseUrl, "--only", "token-request/json"], variables);

  expect(code).toBe(1);
  expect(stdout).toContain("url does not conform: no access token for a form token request");
});

test.each([404, 500])(
  "no check of calls passes if the resource responds with %i to a valid call",
  {
    timeout: TIMEOUT_IN_MS,
  },
  async (status) => {
    const { baseUrl, variables } = await serveDefective(
      mutateResponse((response, context, request) =>
        isTokenRequest(context, request) ? response : { ...response, status, body: "" },
      ),
    );

    const outcome = await runCommand(
      ["--base-url", baseUrl, "--resource", "/application/path", "--only", "bearer"],
      variables,
    );

    expect(outcome.code).toBe(1);
    const { checks } = await resultsOf(outcome);
    // Neither what other origins may do nor when a JWT expires depends on what the resource returns.
    expect(checks.filter(({ outcome }) => outcome === "passed").map(({ id }) => id)).toEqual([
      "bearer/cross-origin",
      "bearer/jwt-expiration",
    ]);
    expect(checks.find(({ id }) => id === "bearer/json")).toMatchObject({
      outcome: "failed",
      findings: [{ expected: "a 2xx status", seen: `${status} without a body` }],
    });
  },
);

test("checks of a second application say so if its credentials are wrong", { timeout: TIMEOUT_IN_MS }, async () => {
  const { baseUrl, variables } = await serveDefective();

  const outcome = await runCommand(["--base-url", baseUrl, "--only", "token-response/own-token"], {
    ...variables,
    [SECOND_CLIENT_SECRET_VARIABLE]: "wrong",
  });

  const { checks } = await resultsOf(outcome);
  expect(checks.find(({ id }) => id === "token-response/own-token")).toMatchObject({
    outcome: "skipped",
    reason: `the server issued no access token to the second application: check ${SECOND_CLIENT_ID_VARIABLE} and ${SECOND_CLIENT_SECRET_VARIABLE}`,
  });
});
