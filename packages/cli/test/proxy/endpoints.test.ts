import { createClient } from "@microbilt-oauth/client";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { afterEach, describe, expect, test, vi } from "vitest";
import { HEALTH_PATH, type Health } from "../../src/proxy/endpoints/health.ts";
import { formatLogLine } from "../../src/proxy/log-line.ts";
import { openTestProxy, SECRET, type TestProxy } from "./support/open-test-proxy.ts";
import { exchangeRaw } from "./support/raw-connection.ts";
import { echo, startUpstream, type Upstream } from "./support/upstream.ts";

let upstream: Upstream;
let proxy: TestProxy;

async function start(product: Parameters<typeof startUpstream>[0] = echo): Promise<void> {
  upstream = await startUpstream(product);
  proxy = await openTestProxy(upstream.url, { tokenPath: "/my/token" });
}

afterEach(async () => {
  await proxy.close();
  upstream.close();
});

const paths = [
  ...new Set([tokenEndpoint.path, ...tokenEndpoint.aliases.map(({ path }) => path), "/my/token", "/oauth/token/"]),
  // Other spellings, which a server may read as the same path.
  "/OAuth//Token",
  "/OAuth/%54oken",
  "/OAuth/%2554oken",
  "/OAuth/Token;a=b",
];
const CALLERS = { client_id: "callers-id", client_secret: "callers-secret", grant_type: "client_credentials" };
const requests: [string, RequestInit][] = [
  ["JSON", { body: JSON.stringify(CALLERS), headers: { "content-type": "application/json" } }],
  ["a form", { body: new URLSearchParams(CALLERS) }],
  ["Basic", { headers: { authorization: `Basic ${btoa("callers-id:callers-secret")}` } }],
];

describe("a token request to the proxy", () => {
  describe.each(paths)("at %s", (path) => {
    test.each(requests)("with %s gets a token that opens nothing, in the documented shape", async (_title, init) => {
      await start();
      const response = await fetch(`${proxy.url}${path}?grant_type=client_credentials`, { method: "POST", ...init });
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await response.json()).toEqual({
        issued_at: expect.stringMatching(/^\d{13}$/),
        expires_in: "3600",
        token_type: "BearerToken",
        access_token: expect.stringMatching(/^\w{28}$/),
        status: "approved",
      });
      expect(upstream.calls).toHaveLength(0);
      expect(proxy.lines.join("\n")).not.toMatch(/callers|secret|grant_type/);
    });
  });

  test("satisfies this project's own client, whose calls then have the proxy's token", async () => {
    await start();
    const client = createClient({ baseUrl: proxy.url, clientId: "callers-id", clientSecret: "callers-secret" });
    expect((await client.fetch("/P/GetReport", { method: "POST", body: "{}" })).status).toBe(200);
    expect(upstream.calls[0]?.headers.authorization).toBe("Bearer bearer-of-the-proxy-1");
  });

  test("can be a GET with a body, as was observed, and nothing else", async () => {
    await start();
    const head = (method: string) => `${method} /OAuth/Token HTTP/1.1\nHost: localhost\nContent-Length: 2`;
    expect(await exchangeRaw(proxy.port, head("GET"), "{}")).toMatch(/^HTTP\/1.1 200 /);
    expect(await exchangeRaw(proxy.port, head("DELETE"), "{}")).toMatch(/^HTTP\/1.1 405 /);
  });
});

describe("the health", () => {
  const health = async () => (await (await fetch(`${proxy.url}${HEALTH_PATH}`)).json()) as Health;

  test("tells whether the proxy has a token, and until when, but never which", async () => {
    await start();
    await vi.waitFor(async () => expect((await health()).token.held).toBe(true));
    const { server, token } = await health();
    expect(server).toBe(upstream.url);
    expect(token.error).toBeNull();
    const left = Date.parse(token.expiresAt ?? "") - Date.now();
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    expect(JSON.stringify(await health())).not.toMatch(new RegExp(`bearer-of|${SECRET}`));
  });

  test("says why the proxy has no token", async () => {
    upstream = await startUpstream(echo);
    proxy = await openTestProxy("http://127.0.0.1:1");
    await vi.waitFor(async () => expect((await health()).token).toMatchObject({ held: false, error: "network_error" }));
    const response = await fetch(proxy.url);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: "network_error" } });
    expect(proxy.lines.join("\n")).toMatch(/warning: there is no access token yet: .*ECONNREFUSED/);
  });
});

test("the log has one line for each request, without its query", async () => {
  await start();
  await exchangeRaw(proxy.port, "GET /b?AppId=secret-id HTTP/1.1\nHost: localhost");
  const lines = proxy.lines.filter((line) => line.includes("GET"));
  expect(lines).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} {2}200 {2}GET {3}\/b {2}\d+ ms$/)]);
});

test("nobody can forge a line of the log, or control the terminal", () => {
  const line = formatLogLine({
    time: 0,
    method: "GET",
    path: "/a\r\n00:00\u001b[2J\u0085\u2028\u202e",
    status: undefined,
    duration: 1.4,
    note: "one\ntwo",
  });
  expect(line).toBe(
    "00:00:00.000  ---  GET   /a\\u{d}\\u{a}00:00\\u{1b}[2J\\u{85}\\u{2028}\\u{202e}  1 ms  one\\u{a}two",
  );
});
