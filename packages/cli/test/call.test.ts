import { writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { describe, expect, test } from "vitest";
import { explainFailure } from "../src/call/explain-failure.ts";
import { formatHead } from "../src/call/format-head.ts";
import { runCommand, type Surroundings } from "./support/run-command.ts";
import { ENVIRONMENT, startEmulator } from "./support/start-emulator.ts";
import { startServer } from "./support/start-server.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const call = (baseUrl: string, args: readonly string[], more: Surroundings = {}) =>
  runCommand(["call", ...args, "--base-url", baseUrl], { environment: ENVIRONMENT, ...more });

/** A server whose products respond as the function says. The tokens count up. */
async function startProduct(product: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  let tokens = 0;
  return startServer((request, response) => {
    if (request.url === tokenEndpoint.path) {
      tokens += 1;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ access_token: `token-${tokens}`, expires_in: "3600", status: "approved" }));
    } else {
      product(request, response);
    }
  });
}

describe("the request", () => {
  test("has the token, the path with its query, and the data as JSON", async () => {
    const { emulator, baseUrl } = await startEmulator();
    const result = await call(baseUrl, ["POST", "/iPredict/GetReport?a=b", "--data", '{"ssn":"123"}']);

    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({ method: "POST", path: "/iPredict/GetReport", query: { a: "b" } });
    expect(emulator.requests.list().at(-1)).toMatchObject({
      status: 200,
      body: { ssn: "123" },
      headers: { "content-type": "application/json", accept: "application/json" },
    });
  });

  test("can be a GET with a body", async () => {
    const { emulator, baseUrl } = await startEmulator();
    const { exitCode } = await call(baseUrl, ["GET", "/iPredict/GetReport", "--data", '{"a":1}']);

    expect(exitCode).toBe(0);
    expect(emulator.requests.list().at(-1)).toMatchObject({ method: "GET", body: { a: 1 }, status: 200 });
  });

  test("has no body and no content type without --data", async () => {
    const { emulator, baseUrl } = await startEmulator();
    await call(baseUrl, ["get", "/iPredict/GetArchiveReport?AppId=%7B1%7D"]);
    const { method, headers } = emulator.requests.list().at(-1) ?? {};

    expect(method).toBe("GET");
    expect(headers).not.toHaveProperty("content-type");
    expect(headers).not.toHaveProperty("content-length");
  });

  test("takes its body from a file, or from standard input", async () => {
    const { emulator, baseUrl } = await startEmulator();
    const file = join(await temporaryFolder(), "report.json");
    await writeFile(file, '{"from":"file"}');
    await call(baseUrl, ["POST", "/x", "--data", `@${file}`]);
    await call(baseUrl, ["POST", "/x", "--data", "@-"], { input: '{"from":"stdin"}' });
    const bodies = emulator.requests.list().filter(({ endpoint }) => endpoint === "resource");

    expect(bodies.map(({ body }) => body)).toEqual([{ from: "file" }, { from: "stdin" }]);
    expect(bodies.map(({ headers }) => headers["content-type"])).toEqual(["application/json", "application/json"]);
  });

  test("has the header fields of --header, also another content type", async () => {
    let seen: IncomingMessage | undefined;
    const baseUrl = await startProduct((request, response) => {
      seen = request;
      response.end();
    });
    const fields = ["--header", "X-Request-Id: 42", "-H", "Content-Type: text/plain"];
    const { exitCode } = await call(baseUrl, ["PUT", "/x", "--data", "no json", ...fields]);

    expect(exitCode).toBe(0);
    expect(seen?.headers).toMatchObject({
      "x-request-id": "42",
      "content-type": "text/plain",
      authorization: "Bearer token-1",
    });
  });

  test("is sent again with a new token after its token was rejected, but not if it is long", async () => {
    const seen: string[] = [];
    const baseUrl = await startProduct(async (request, response) => {
      const { length } = await buffer(request);
      seen.push(`${request.headers.authorization} ${length}`);
      const isRejected = request.headers.authorization === "Bearer token-1";
      response.statusCode = isRejected ? 401 : 200;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          fault: {
            faultstring: "Invalid Access Token",
            detail: { errorcode: "keymanagement.service.invalid_access_token" },
          },
        }),
      );
    });
    const long = JSON.stringify("x".repeat(1024 * 1024));

    expect(await call(baseUrl, ["POST", "/x", "--data", "@-"], { input: "{}" })).toMatchObject({ exitCode: 0 });
    expect(seen.splice(0)).toEqual(["Bearer token-1 2", "Bearer token-2 2"]);
    // Each command has a token of its own, and the server counts them.
    const other = await startProduct(async (request, response) => {
      seen.push(`${(await buffer(request)).length}`);
      response.statusCode = 401;
      response.end();
    });
    expect(await call(other, ["POST", "/x", "--data", "@-"], { input: long })).toMatchObject({ exitCode: 1 });
    expect(seen).toEqual([String(long.length)]);
  });
});

describe("the response", () => {
  test("--include prints its status and header first", async () => {
    const baseUrl = await startProduct((_request, response) => {
      response.writeHead(201, "Created", { "X-Case": "kept", "Content-Type": "text/plain" });
      response.end("body");
    });
    const { stdout } = await call(baseUrl, ["POST", "/x", "--include"]);

    expect(stdout).toMatch(/^HTTP\/1\.1 201 Created\nX-Case: kept\nContent-Type: text\/plain\n(?:.+\n)*\nbody$/);
  });

  test("is printed byte by byte", async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 128));
    const baseUrl = await startProduct((_request, response) => response.end(bytes));
    const { stdout } = await call(baseUrl, ["GET", "/Integra/GetDocument/1"]);

    expect(Buffer.from(stdout).equals(bytes)).toBe(true);
  });

  test.each([
    [404, 1, "The server responded with the status 404."],
    [500, 1, "The server responded with the status 500."],
    [204, 0, ""],
  ])("the status %i makes the exit code %i", async (status, exitCode, message) => {
    const baseUrl = await startProduct((_request, response) => response.writeHead(status).end());

    expect(await call(baseUrl, ["GET", "/x"])).toEqual({ exitCode, stdout: "", stderr: message && `${message}\n` });
  });

  test("the gateway's fault is explained; the body is printed all the same", async () => {
    const { emulator, baseUrl } = await startEmulator();
    emulator.faults.add({ kind: "refusal", name: "QuotaExceeded", endpoint: "resource" });
    const { exitCode, stdout, stderr } = await call(baseUrl, ["GET", "/x"]);

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toHaveProperty("fault");
    expect(stderr).toMatch(/^The gateway responded with the status \d+: policies\.ratelimit\.QuotaViolation: .+\n$/);
  });

  test("a failure that arrives with the status 200 makes the exit code 1", async () => {
    const body = {
      MsgRsHdr: { Status: { StatusCode: 1020, Severity: "Error", StatusDesc: "The member ID\nis not valid" } },
    };
    const { emulator, baseUrl } = await startEmulator();
    emulator.products.script("/iPredict/GetReport", { body });
    const result = await call(baseUrl, ["POST", "/iPredict/GetReport", "--data", "{}"]);

    expect(result).toEqual({
      exitCode: 1,
      stdout: JSON.stringify(body),
      stderr: "The product failed with the status 200: 1020: The member ID is not valid\n",
    });
  });

  test("a redirect is not followed", async () => {
    const baseUrl = await startProduct((_request, response) =>
      response.writeHead(302, { location: "https://example.com/" }).end(),
    );

    expect(await call(baseUrl, ["GET", "/x"])).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: "The server responded with the status 302, a redirect, which is not followed: https://example.com/\n",
    });
  });

  test("one that ends early makes the exit code 2", async () => {
    const baseUrl = await startProduct((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("the beginning", () => response.destroy());
    });
    const { exitCode, stdout, stderr } = await call(baseUrl, ["GET", "/x"]);

    expect([exitCode, stdout]).toEqual([2, "the beginning"]);
    expect(stderr).toMatch(/^error: The response ended early: .*\.\n$/);
  });
});

test("what the server repeats of the token is not in the explanation, and controls no terminal", async () => {
  const response = {
    ok: false,
    status: 400,
    headers: new Headers(),
  };
  const fault = { code: "x", message: "bad \u001b[31m Bearer abcdefghijklmnopqrstuvwxyz12 end" };

  expect(explainFailure(response, fault, undefined)).toBe(
    "The gateway responded with the status 400: x: bad  [31m Bearer [redacted] end",
  );
  const head = { httpVersion: "1.1", statusCode: 200, statusMessage: "O\u001bK", rawHeaders: ["a", "b\u009bc"] };
  expect(formatHead(head as IncomingMessage)).toBe("HTTP/1.1 200 O?K\na: b?c\n\n");
});

test("refused credentials make the exit code 1, and no call", async () => {
  const { emulator, baseUrl } = await startEmulator();
  const environment = { ...ENVIRONMENT, MICROBILT_CLIENT_SECRET: "wrong-horse" };
  const result = await call(baseUrl, ["GET", "/x"], { environment });

  expect(result).toMatchObject({ exitCode: 1, stdout: "" });
  expect(result.stderr).toMatch(/^error: .*invalid_client.*\n$/);
  expect(emulator.requests.list()).toHaveLength(1);
});

test("neither the token nor the secret is in the output, whatever happens", async () => {
  const baseUrl = await startProduct((request, response) => {
    response.statusCode = Number(request.url?.slice(1));
    response.end("{}");
  });
  const statuses = ["200", "302", "401", "404", "500"];
  const results = await Promise.all(statuses.map((status) => call(baseUrl, ["POST", `/${status}`, "--include"])));

  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 1, 1, 1, 1]);
  expect(JSON.stringify(results)).not.toMatch(new RegExp(`token-\\d|${ENVIRONMENT["MICROBILT_CLIENT_SECRET"]}`));
});
