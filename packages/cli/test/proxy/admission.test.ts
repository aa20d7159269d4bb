import { afterEach, describe, expect, test } from "vitest";
import type { ProxyOptions } from "../../src/proxy/open-proxy.ts";
import { openTestProxy, type TestProxy } from "./support/open-test-proxy.ts";
import { exchangeRaw } from "./support/raw-connection.ts";
import { echo, startUpstream, type Upstream } from "./support/upstream.ts";

let upstream: Upstream;
let proxy: TestProxy;

async function start(options?: Partial<ProxyOptions>): Promise<void> {
  upstream = await startUpstream(echo);
  proxy = await openTestProxy(upstream.url, options);
}

afterEach(async () => {
  await proxy.close();
  upstream.close();
});

const KEY = "0123456789abcdef";

/** Sends a request with these fields. Returns the status and the code of the error. */
async function send(fields: string, start = "GET /x HTTP/1.1"): Promise<string> {
  const text = await exchangeRaw(proxy.port, `${start}\n${fields}`);
  const [, status] = /^HTTP\/1.1 (\d+)/.exec(text) ?? [];
  const [, code = ""] = /"code":"(\w+)"/.exec(text) ?? [];
  return `${status} ${code}`.trim();
}

describe("without a key", () => {
  test.each([
    ["localhost", "200"],
    ["LOCALHOST:4400", "200"],
    ["127.0.0.1:4400", "200"],
    ["127.9.9.9", "200"],
    ["[::1]:4400", "200"],
    ["example.com", "421 host_not_allowed"],
    ["localhost.example.com", "421 host_not_allowed"],
    ["127.0.0.1.example.com", "421 host_not_allowed"],
    ["127.1", "421 host_not_allowed"],
    ["10.0.0.1", "421 host_not_allowed"],
    ["0.0.0.0", "421 host_not_allowed"],
  ])("a request to Host %s gets %s", async (host, expected) => {
    await start();
    expect(await send(`Host: ${host}`)).toBe(expected);
    expect(upstream.calls).toHaveLength(expected === "200" ? 1 : 0);
  });

  test("the host of a whole URL counts more than Host", async () => {
    await start();
    expect(await send("Host: localhost", "GET http://example.com/x HTTP/1.1")).toBe("421 host_not_allowed");
  });

  test("HTTP/1.0 needs no Host", async () => {
    await start();
    expect(await send("X-A: 1", "GET /x HTTP/1.0")).toBe("200");
  });
});

describe("a web page", () => {
  test.each([
    ["Origin: https://example.com", "403 browser_not_allowed"],
    ["Origin: null", "403 browser_not_allowed"],
    ["Origin: http://localhost:3000", "403 browser_not_allowed"],
    ["Sec-Fetch-Site: cross-site", "403 browser_not_allowed"],
    ["Sec-Fetch-Site: same-site", "403 browser_not_allowed"],
    ["Sec-Fetch-Site: none", "200"],
    ["Sec-Fetch-Site: same-origin", "200"],
  ])("that sends %s gets %s", async (field, expected) => {
    await start();
    expect(await send(`Host: localhost\n${field}`)).toBe(expected);
    expect(upstream.calls).toHaveLength(expected === "200" ? 1 : 0);
  });

  test("cannot ask whether it may send a request", async () => {
    await start({ key: KEY });
    const preflight =
      "Host: localhost\nOrigin: https://example.com\nAccess-Control-Request-Headers: microbilt-proxy-key";
    expect(await send(preflight, "OPTIONS /x HTTP/1.1")).toBe("403 browser_not_allowed");
  });
});

describe("with a key", () => {
  test.each([
    ["Microbilt-Proxy-Key: 0123456789abcdef", "200"],
    ["microbilt-proxy-key: 0123456789abcdeF", "403 key_required"],
    ["Microbilt-Proxy-Key: 0123456789abcde", "403 key_required"],
    ["Microbilt-Proxy-Key:", "403 key_required"],
    ["Microbilt-Proxy-Key: 0123456789abcdef\nMicrobilt-Proxy-Key: x", "403 key_required"],
    ["X-A: 1", "403 key_required"],
  ])("a request with %j gets %s", async (field, expected) => {
    await start({ key: KEY });
    expect(await send(`Host: proxy.internal:4400\n${field}`)).toBe(expected);
    expect(upstream.calls).toHaveLength(expected === "200" ? 1 : 0);
    expect(upstream.calls[0]?.rawHeaders.join("\n") ?? "").not.toContain(KEY);
    expect(proxy.lines.join("\n")).not.toContain(KEY);
  });

  test("a token request needs it too, and the health does not", async () => {
    await start({ key: KEY });
    expect(await send("Host: proxy", "POST /OAuth/GetAccessToken HTTP/1.1")).toBe("403 key_required");
    expect(await send("Host: proxy", "GET /_microbilt/health HTTP/1.1")).toBe("200");
  });
});

describe("the proxy does not pass on", () => {
  test("TRACE, whose response shows the token", async () => {
    await start();
    expect(await send("Host: localhost", "TRACE /x HTTP/1.1")).toBe("405 method_not_allowed");
    expect(upstream.calls).toHaveLength(0);
  });

  test("CONNECT", async () => {
    await start();
    expect(await send("Host: localhost", "CONNECT example.com:443 HTTP/1.1")).toBe("405");
  });

  test("what it has passed on already", async () => {
    await start();
    expect(await send("Host: localhost\nVia: 1.1 other, 1.1 microbilt-proxy")).toBe("508 loop_detected");
    expect(await send("Host: localhost\nVia: 1.1 other")).toBe("200");
    expect(upstream.calls[0]?.headers.via).toBe("1.1 other, 1.1 microbilt-proxy");
  });
});
