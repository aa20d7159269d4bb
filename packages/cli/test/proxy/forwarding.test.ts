import { once } from "node:events";
import { request as requestHttp } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { openTestProxy, type TestProxy } from "./support/open-test-proxy.ts";
import { exchangeRaw, openRaw } from "./support/raw-connection.ts";
import { echo, startUpstream, type Upstream } from "./support/upstream.ts";

let upstream: Upstream;
let proxy: TestProxy;

async function start(product: Parameters<typeof startUpstream>[0]): Promise<void> {
  upstream = await startUpstream(product);
  proxy = await openTestProxy(upstream.url);
}

afterEach(async () => {
  proxy.abort();
  await proxy.close();
  upstream.close();
});

const lastCall = () => upstream.calls.at(-1);
const HOST = "Host: 127.0.0.1";

describe("a request", () => {
  test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])(
    "%s passes through with its body, byte by byte",
    async (method) => {
      await start(echo);
      const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
      const request = requestHttp(`${proxy.url}/P/GetReport?AppId=%7B1%7D`, {
        method,
        headers: { "content-length": bytes.length, "content-type": "application/x-any" },
      });
      request.end(bytes);
      const [response] = await once(request, "response");
      expect(response.statusCode).toBe(200);
      expect(response.headers["content-type"]).toBe("application/x-any");
      expect(Buffer.compare(await buffer(response), bytes)).toBe(0);
      expect(lastCall()?.method).toBe(method);
      expect(lastCall()?.url).toBe("/P/GetReport?AppId=%7B1%7D");
      expect(lastCall()?.headers).toMatchObject({ "content-length": "70000", host: new URL(upstream.url).host });
    },
  );

  test("has the proxy's token, never the caller's credentials", async () => {
    await start(echo);
    await exchangeRaw(
      proxy.port,
      `GET / HTTP/1.1\n${HOST}\nAuthorization: Basic Y2FsbGVyOnNlY3JldA==\nAuthorization: Bearer callers\nProxy-Authorization: Basic eA==`,
    );
    expect(lastCall()?.headersDistinct["authorization"]).toEqual(["Bearer bearer-of-the-proxy-1"]);
    expect(lastCall()?.rawHeaders.join("\n")).not.toMatch(/Y2Fsb|callers|eA==/);
  });

  test("loses the fields of the connection, and those that Connection names (RFC 9110, section 7.6.1)", async () => {
    await start(echo);
    const connection = await openRaw(
      proxy.port,
      [
        "POST / HTTP/1.1",
        HOST,
        "Connection: close, X-Mine",
        "X-Mine: 1",
        "Keep-Alive: timeout=9",
        "TE: trailers",
        "Trailer: X-Sum",
        "Transfer-Encoding: chunked",
        "Upgrade: h2c",
        "HTTP2-Settings: AAMAAABkAAQAAP__",
        "Proxy-Connection: keep-alive",
        "X-Kept: yes",
        "",
        "3;name=value",
        "abc",
        "0",
        "X-Sum: 1",
        "",
        "",
      ].join("\r\n"),
    );
    const { text } = await connection.closed();
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(text).toMatch(/\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/);
    expect(Object.keys(lastCall()?.headers ?? {}).sort()).toEqual(
      ["accept", "authorization", "connection", "content-length", "host", "user-agent", "via", "x-kept"].sort(),
    );
    expect(lastCall()?.headers).toMatchObject({ "content-length": "3", via: "1.1 microbilt-proxy" });
    expect(lastCall()?.trailers).toEqual({});
  });

  test("keeps the second credentials of a product, and several cookies", async () => {
    await start(echo);
    await exchangeRaw(
      proxy.port,
      `GET / HTTP/1.1\n${HOST}\nAuthentication: product\nCookie: a=1\nCookie: b=2\nX-A: 1\nX-A: 2`,
    );
    expect(lastCall()?.headers).toMatchObject({ authentication: "product", cookie: "a=1; b=2", "x-a": "1, 2" });
  });

  test("keeps its path as it is", async () => {
    await start(echo);
    for (const path of ["/a//b/.c", "/%7e/%2F?a=b?c&d", "/a?b=\\&c=/../", "/", "/?"]) {
      await exchangeRaw(proxy.port, `GET ${path} HTTP/1.1\n${HOST}`);
      expect(lastCall()?.url).toBe(path);
      expect(lastCall()?.headers.host).toBe(new URL(upstream.url).host);
    }
  });

  test.each([
    "//evil.test/a",
    "/\\evil.test/a",
    "/a/../b",
    "/./a",
    "/a/%2e%2E/b",
    "/a/..",
    "/\\..\\OAuth\\GetAccessToken",
    "//x/../../OAuth/GetAccessToken",
  ])("for %s, which could be read as another path, is refused and not sent", async (path) => {
    await start(echo);
    const response = await exchangeRaw(proxy.port, `POST ${path} HTTP/1.1\n${HOST}`);
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    expect(upstream.calls).toHaveLength(0);
  });

  test("does not pass on cookies that Connection names", async () => {
    await start(echo);
    await exchangeRaw(proxy.port, `GET /a HTTP/1.1\n${HOST}\nCookie: a=b\nConnection: cookie`);
    expect(lastCall()?.headers.cookie).toBeUndefined();
  });

  test("with a user and a password in its target is logged without them", async () => {
    await start(echo);
    await exchangeRaw(proxy.port, `GET http://user:pass-word@localhost/a HTTP/1.1\n${HOST}`);
    await expect.poll(() => proxy.lines.join("\n")).toContain("/a");
    expect(proxy.lines.join("\n")).not.toMatch(/user|pass-word/);
  });

  test("can have a whole URL as its target", async () => {
    await start(echo);
    await exchangeRaw(proxy.port, `GET http://localhost:4400/a?b HTTP/1.1\n${HOST}`);
    expect(lastCall()?.url).toBe("/a?b");
  });

  test("gets 100 Continue only if it may send its body", async () => {
    await start(echo);
    const connection = await openRaw(
      proxy.port,
      `POST / HTTP/1.1\r\n${HOST}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
    );
    await connection.until(/^HTTP\/1.1 100 Continue\r\n\r\n/);
    connection.socket.write("ok");
    await connection.until(/\r\n\r\n2\r\nok\r\n0\r\n\r\n$/);
    expect(lastCall()?.headers.expect).toBeUndefined();
    connection.socket.destroy();

    const page = `POST / HTTP/1.1\n${HOST}\nOrigin: https://example.com\nExpect: 100-continue\nContent-Length: 2`;
    expect(await exchangeRaw(proxy.port, page)).toMatch(/^HTTP\/1.1 403 /);
  });

  test("that is not HTTP gets a 400, and the proxy goes on", async () => {
    await start(echo);
    for (const head of [
      "nonsense",
      "GET * HTTP/1.1\nHost: localhost",
      "OPTIONS * HTTP/1.1\nHost: localhost",
      "GET / HTTP/1.1",
    ]) {
      expect(await exchangeRaw(proxy.port, head)).toMatch(/^HTTP\/1.1 400 /);
    }
    expect(await exchangeRaw(proxy.port, `GET / HTTP/1.1\n${HOST}`)).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe("a response", () => {
  test("keeps its status, reason and repeated fields, and loses those of the connection", async () => {
    await start((_request, response) => {
      response.writeHead(299, "Fine Thanks", [
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=2"],
        ["Connection", "X-Hop"],
        ["X-Hop", "1"],
        ["Proxy-Authenticate", "Basic"],
        ["Trailer", "X-Sum"],
        ["X-Latin", "\u00fc"],
      ] as never);
      response.write("body");
      response.addTrailers({ "X-Sum": "1" });
      response.end();
    });
    const text = await exchangeRaw(proxy.port, `GET / HTTP/1.1\n${HOST}`);
    expect(text).toMatch(/^HTTP\/1.1 299 Fine Thanks\r\n/);
    expect(text).toContain("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n");
    expect(text).toContain("X-Latin: \u00fc\r\n");
    expect(text).not.toMatch(/x-hop|proxy-authenticate|x-sum|trailer/i);
    expect(text).toMatch(/\r\n\r\n4\r\nbody\r\n0\r\n\r\n$/);
  });

  test("to HEAD has the length and no body", async () => {
    await start((_request, response) => response.writeHead(200, { "content-length": 5 }).end());
    const text = await exchangeRaw(proxy.port, `HEAD / HTTP/1.1\n${HOST}`);
    expect(text).toMatch(/content-length: 5\r\n/);
    expect(text).toMatch(/\r\n\r\n$/);
  });

  test("that redirects to the server leads back through the proxy, and to others as it is", async () => {
    const locations = () => [
      [`${upstream.url}/b?c`, "/b?c"],
      ["/relative", "/relative"],
      ["https://example.com/x", "https://example.com/x"],
      [`${upstream.url}.example.com/`, `${upstream.url}.example.com/`],
      [`${upstream.url}//example.com`, `${upstream.url}//example.com`],
    ];
    let at = 0;
    await start((_request, response) => response.writeHead(302, { location: String(locations()[at]?.[0]) }).end());
    for (const [, expected] of locations()) {
      const response = await fetch(proxy.url, { redirect: "manual" });
      expect(response.status).toBe(302);
      expect(response.headers.get("location")).toBe(expected);
      at += 1;
    }
  });

  test("comes without the informational ones before it", async () => {
    await start((_request, response) => {
      response.writeEarlyHints({ link: "</a.css>; rel=preload" });
      response.writeProcessing();
      response.end("final");
    });
    expect(await exchangeRaw(proxy.port, `GET / HTTP/1.1\n${HOST}`)).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*final$/);
  });

  test.each([
    ["switches protocols", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"],
    ["is not HTTP", "nonsense\r\n\r\n"],
    ["has two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    ["is missing", ""],
  ])("that %s becomes a 502 with a code", async (_title, bytes) => {
    await start((_request, response) => response.socket?.end(bytes));
    const text = await exchangeRaw(proxy.port, `GET / HTTP/1.1\n${HOST}`);
    expect(text).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n[\s\S]*"code":"network_error"/);
    expect(text).not.toContain("bearer-of");
  });
});

test("both connections are kept for further requests", async () => {
  await start(echo);
  const connection = await openRaw(proxy.port, `GET /1 HTTP/1.1\r\n${HOST}\r\n\r\n`);
  await connection.until(/200 OK[\s\S]*\r\n\r\n$/);
  connection.socket.write(`GET /2 HTTP/1.1\r\n${HOST}\r\n\r\n`);
  await connection.until(/200 OK[\s\S]*200 OK[\s\S]*\r\n\r\n$/);
  connection.socket.destroy();
  expect(upstream.calls[0]?.socket).toBe(upstream.calls[1]?.socket);
});
