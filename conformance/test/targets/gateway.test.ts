/** Where a gateway, a proxy or a private authority stands between the suite and the server. */
import { createServer as createHttp2Server, createSecureServer as createSecureHttp2Server } from "node:http2";
import { createServer } from "node:net";
import type { TLSSocket } from "node:tls";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { describe, expect, test } from "vitest";
import { CREDENTIALS, outputOf, resultsOf, runCommand } from "../support/command.ts";
import { temporaryFile } from "../support/folder.ts";
import { grant, listen, serveProxy, serveSecurely } from "../support/gateway.ts";
import { serve } from "../support/server.ts";

const TIMEOUT_IN_MS = 60_000;
const TOKEN_REQUEST = ["--only", "token-request/json"];

describe("--header", { timeout: TIMEOUT_IN_MS }, () => {
  const API_KEY = "k3y-that-nobody-may-see";

  test("adds a field to each request, and the reports hide its value", async () => {
    const keys: unknown[] = [];
    const baseUrl = await serve((request, response) => {
      keys.push(request.headers["x-api-key"]);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(`{"echo":"${API_KEY}","access_token":"abcdefgh12345"}`);
    });

    const outcome = await runCommand(
      ["--base-url", baseUrl, "--header", `X-Api-Key: ${API_KEY}`, "--only", "token-response"],
      CREDENTIALS,
    );

    expect(new Set(keys)).toEqual(new Set([API_KEY]));
    const output = await outputOf(outcome);
    expect(output).not.toContain(API_KEY);
    expect(output).toContain("$HEADER_X_API_KEY");
  });

  test.each([
    ["no-colon", "It must be a name and a value"],
    ["Authorization: Bearer abc", "The checks send authorization themselves."],
  ])("rejects %s", async (header, message) => {
    expect(await runCommand(["--header", header])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe("a proxy", { timeout: TIMEOUT_IN_MS }, () => {
  test("gets http requests in absolute form", async () => {
    const [baseUrl, proxy] = [await serve(grant), await serveProxy()];

    const outcome = await runCommand(["--base-url", baseUrl, "--proxy", proxy.url, ...TOKEN_REQUEST], CREDENTIALS);

    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect(proxy.requests.filter((request) => request.startsWith(`POST ${baseUrl}/`)).length).toBeGreaterThan(0);
    expect(outcome.stdout).toContain(`through the proxy ${new URL(proxy.url).host}`);
  });

  test("opens tunnels for https and for messages that node:http cannot send, with its own credentials", async () => {
    const { key, cert, ca } = await createCertificate();
    const baseUrl = await serveSecurely({ key, cert }, grant);
    const proxy = await serveProxy();
    const withCredentials = proxy.url.replace("//", "//user:p%40ssw0rd-of-the-proxy@");

    const outcome = await runCommand(
      [
        ...["--base-url", baseUrl, "--ca", await temporaryFile("ca.pem", ca), "--proxy", withCredentials],
        ...[...TOKEN_REQUEST, "--only", "transport/certificate", "--only", "http/two-hosts"],
      ],
      CREDENTIALS,
    );

    const { checks } = await resultsOf(outcome);
    expect(checks.map(({ id, reason }) => [id, reason])).toEqual([
      ["token-request/json", undefined],
      ["transport/certificate", undefined],
      ["http/two-hosts", undefined],
    ]);
    const basic = Buffer.from("user:p@ssw0rd-of-the-proxy").toString("base64");
    expect(new Set(proxy.requests)).toEqual(new Set([`CONNECT ${new URL(baseUrl).host} Basic ${basic}`]));
    expect(await outputOf(outcome)).not.toContain("ssw0rd-of-the-proxy");
  });

  test("of the environment is not used for a server on this machine", async () => {
    const proxy = await serveProxy();

    const { code } = await runCommand(["--base-url", await serve(grant), ...TOKEN_REQUEST], {
      ...CREDENTIALS,
      HTTP_PROXY: proxy.url,
    });

    expect(code).toBe(0);
    expect(proxy.requests).toEqual([]);
  });

  test("that is not available is named", async () => {
    const { code, stderr } = await runCommand(
      ["--base-url", await serve(grant), "--proxy", "http://127.0.0.1:9", ...TOKEN_REQUEST],
      CREDENTIALS,
    );

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("127.0.0.1:9") });
  });
});

describe("certificates", { timeout: TIMEOUT_IN_MS }, () => {
  test("--cert and --key identify the suite to the server", async () => {
    const [server, client] = [await createCertificate(), await createCertificate()];
    // The authority of the client's certificate does not matter here.
    const options = { key: server.key, cert: server.cert, requestCert: true, rejectUnauthorized: false };
    const baseUrl = await serveSecurely(options, (request, response) => {
      const hasCertificate = "raw" in (request.socket as TLSSocket).getPeerCertificate();
      return hasCertificate ? grant(request, response) : response.writeHead(403).end();
    });
    const args = ["--base-url", baseUrl, "--ca", await temporaryFile("ca.pem", server.ca), ...TOKEN_REQUEST];
    const cert = await temporaryFile("cert.pem", client.cert);
    const key = await temporaryFile("key.pem", client.key);
    const both = await temporaryFile("both.pem", `${client.cert}\n${client.key}`);

    expect(await runCommand([...args, "--cert", cert, "--key", key], CREDENTIALS)).toMatchObject({ code: 0 });
    expect(await runCommand([...args, "--cert", both], CREDENTIALS)).toMatchObject({ code: 0 });
    expect(await runCommand(args, CREDENTIALS)).toMatchObject({ code: 2 });
  });

  test("a key that does not belong to the certificate is rejected before the run", async () => {
    const [one, other] = [await createCertificate(), await createCertificate()];
    const cert = await temporaryFile("cert.pem", one.cert);
    const key = await temporaryFile("key.pem", other.key);

    const args = ["--base-url", "https://127.0.0.1:9", "--cert", cert, "--key", key];

    expect(await runCommand(args, CREDENTIALS)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${key} contains no key for ${cert}`),
    });
  });

  test.each(["--ca", "--cert"])("a file without a certificate is rejected before the run: %s", async (option) => {
    const file = await temporaryFile("empty.pem", "no certificate\n");

    expect(await runCommand(["--base-url", "https://127.0.0.1:9", option, file], CREDENTIALS)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${file} contains no certificate in PEM`),
    });
  });
});

test("a server that speaks plain http is named as such if the base URL says https", async () => {
  const { port } = new URL(await serve(grant));

  const { code, stderr } = await runCommand(["--base-url", `https://127.0.0.1:${port}`], CREDENTIALS);

  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("does not speak TLS") });
});

describe("a server that accepts HTTP/2 only", { timeout: TIMEOUT_IN_MS }, () => {
  test("is named as such over TLS", async () => {
    const { key, cert, ca } = await createCertificate();
    const port = await listen(createSecureHttp2Server({ key, cert, allowHTTP1: false }));

    const { code, stderr } = await runCommand(
      ["--base-url", `https://127.0.0.1:${port}`, "--ca", await temporaryFile("ca.pem", ca)],
      CREDENTIALS,
    );

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("HTTP/2 only") });
  });

  test("is named as such without TLS", async () => {
    const port = await listen(createHttp2Server());

    const { code, stderr } = await runCommand(["--base-url", `http://127.0.0.1:${port}`], CREDENTIALS);

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("HTTP/2 only") });
  });
});

describe("the pace", { timeout: TIMEOUT_IN_MS }, () => {
  test("follows --rate, and the run says so beforehand", async () => {
    const start = performance.now();

    const outcome = await runCommand(
      ["--base-url", await serve(grant), "--rate", "10", "--only", "token-request/repeated"],
      CREDENTIALS,
    );

    expect(outcome.stdout).toMatch(/requests +at most 4, 10 requests per second: about 1 min/);
    const { requests } = await resultsOf(outcome);
    // Timers can fire a millisecond early.
    expect(performance.now() - start).toBeGreaterThanOrEqual((requests - 1) * 99);
  });

  test("gives a server the time that --timeout allows", async () => {
    const port = await listen(createServer());

    const { code, stderr } = await runCommand(
      ["--base-url", `http://127.0.0.1:${port}`, "--timeout", "0.3"],
      CREDENTIALS,
    );

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("within 0.3 s") });
  });

  test("repeats a request as often as --retries allows", async () => {
    let requests = 0;
    const baseUrl = await serve((_, response) => {
      requests += 1;
      response.writeHead(429, { "retry-after": "0" }).end();
    });

    await runCommand(["--base-url", baseUrl, "--retries", "4"], CREDENTIALS);

    // In both flows.
    expect(requests).toBe(2 * (1 + 4));
  });
});

test("--accepted-status names the product's own errors", { timeout: TIMEOUT_IN_MS }, async () => {
  const baseUrl = await serve((request, response) =>
    request.url === "/product" ? response.writeHead(422).end() : grant(request, response),
  );
  const args = ["--base-url", baseUrl, "--resource", "/product", "--only", "bearer/json"];

  expect(await runCommand(args, CREDENTIALS)).toMatchObject({ code: 1 });
  expect(await runCommand([...args, "--accepted-status", "422"], CREDENTIALS)).toMatchObject({ code: 0 });
});
