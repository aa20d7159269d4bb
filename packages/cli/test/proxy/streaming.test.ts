import { once } from "node:events";
import { request as requestHttp, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ProxyOptions } from "../../src/proxy/open-proxy.ts";
import { openTestProxy, type TestProxy } from "./support/open-test-proxy.ts";
import { exchangeRaw, openRaw } from "./support/raw-connection.ts";
import { echo, startUpstream, type Upstream } from "./support/upstream.ts";

let upstream: Upstream;
let proxy: TestProxy;

async function start(product: Parameters<typeof startUpstream>[0], options?: Partial<ProxyOptions>): Promise<void> {
  upstream = await startUpstream(product);
  proxy = await openTestProxy(upstream.url, options);
}

afterEach(async () => {
  proxy.abort();
  await proxy.close();
  upstream.close();
});

const HOST = "Host: localhost";
const CHUNKED = `POST / HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n`;

describe("streams", () => {
  test("pass in both directions at the same time", async () => {
    await start(echo);
    const connection = await openRaw(proxy.port, `${CHUNKED}3\r\none\r\n`);
    await connection.until(/3\r\none\r\n/);
    connection.socket.write("3\r\ntwo\r\n");
    await connection.until(/3\r\none\r\n3\r\ntwo\r\n/);
    connection.socket.write("0\r\n\r\n");
    await connection.until(/two\r\n0\r\n\r\n$/);
    connection.socket.destroy();
  });

  test("do not run ahead of a caller that reads slowly", async () => {
    let sent = 0;
    await start((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const send = () => {
        while (!response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once("drain", send);
            return;
          }
        }
      };
      send();
    });
    const connection = await openRaw(proxy.port, `GET / HTTP/1.1\r\n${HOST}\r\n\r\n`);
    await connection.until(/200 OK/);
    connection.socket.pause();
    let before = -1;
    while (before !== sent) {
      before = sent;
      await delay(200);
    }
    // What fits into the buffers of four sockets and two streams.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    connection.socket.resume();
    await vi.waitFor(() => expect(sent).toBeGreaterThan(before));
    connection.socket.destroy();
  });

  test("do not run ahead of a server that reads slowly", async () => {
    await start(() => {});
    const request = requestHttp(proxy.url, { method: "POST", headers: { "content-length": 1024 ** 3 } });
    request.on("error", () => {});
    let written = 0;
    const chunk = Buffer.alloc(64 * 1024);
    while (request.write(chunk) || (await Promise.race([once(request, "drain").then(() => true), delay(500)]))) {
      written += chunk.length;
    }
    expect(written).toBeGreaterThan(1024 * 1024);
    expect(written).toBeLessThan(32 * 1024 * 1024);
    request.destroy();
  });
});

describe("a caller that disconnects", () => {
  test.each([
    ["before the response", (_response: ServerResponse) => {}],
    ["during the response", (response: ServerResponse) => response.write("start")],
  ])("%s cancels the request to the server", async (_title, respond) => {
    await start((_request, response) => respond(response));
    const connection = await openRaw(proxy.port, `GET / HTTP/1.1\r\n${HOST}\r\n\r\n`);
    await vi.waitFor(() => expect(upstream.calls).toHaveLength(1));
    await delay(50);
    connection.socket.destroy();
    await vi.waitFor(() => expect(upstream.calls[0]?.socket.destroyed).toBe(true));
    await vi.waitFor(() => expect(proxy.lines.join("\n")).toMatch(/GET {3}\/ {2}\d+ ms {2}the caller disconnected/));
  });

  test("during its own upload does not complete it", async () => {
    let isComplete: boolean | undefined;
    await start((request) => {
      request.resume().on("close", () => {
        isComplete = request.complete;
      });
    });
    const connection = await openRaw(proxy.port, `POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: 5000000\r\n\r\nstart`);
    await vi.waitFor(() => expect(upstream.calls).toHaveLength(1));
    connection.socket.destroy();
    await vi.waitFor(() => expect(isComplete).toBe(false));
  });
});

describe("a server that breaks off its response", () => {
  const breaks: [string, string, (response: ServerResponse) => void][] = [
    ["chunked", "Transfer-Encoding: chunked\r\n\r\n5\r\nstart\r\n", (response) => response.socket?.resetAndDestroy()],
    [
      "chunked, closed in order",
      "Transfer-Encoding: chunked\r\n\r\n5\r\nstart\r\n",
      (response) => response.socket?.end(),
    ],
    ["with a length", "Content-Length: 10\r\n\r\nstart", (response) => response.socket?.end()],
    [
      "in bad chunks",
      "Transfer-Encoding: chunked\r\n\r\n5\r\nstart\r\n",
      (response) => response.socket?.write("xyz\r\n"),
    ],
    ["of no length", "\r\nstart", (response) => response.socket?.resetAndDestroy()],
  ];

  test.each(breaks)("(%s) never leaves a response that looks complete", async (_title, bytes, end) => {
    await start((_request, response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\n${bytes}`);
      setTimeout(() => end(response), 50);
    });
    for (const version of ["1.1", "1.0"]) {
      const connection = await openRaw(proxy.port, `GET / HTTP/${version}\r\n${HOST}\r\n\r\n`);
      const { text, isReset } = await connection.closed();
      expect(text).toMatch(/^HTTP\/1.1 200 OK/);
      const isWhole = /content-length/i.test(text) ? /start.{5}$/.test(text) : /0\r\n\r\n$/.test(text);
      expect(isWhole).toBe(false);
      if (!/transfer-encoding: chunked/i.test(text)) {
        expect(isReset).toBe(true);
      }
    }
    expect(proxy.lines.at(-1)).toMatch(/200 {2}GET .* ms {2}./);
  });
});

test("a response that is broken when it arrives becomes a 502", async () => {
  await start((_request, response) => {
    response.socket?.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nstart\r\nxyz\r\n");
  });
  expect(await exchangeRaw(proxy.port, `GET / HTTP/1.1\n${HOST}`)).toMatch(/^HTTP\/1.1 502 [\s\S]*network_error/);
});

test("a body that ends with its connection arrives whole", async () => {
  await start((_request, response) => response.socket?.end("HTTP/1.0 200 OK\r\n\r\nwhole"));
  expect(await exchangeRaw(proxy.port, `GET / HTTP/1.1\n${HOST}`)).toMatch(/5\r\nwhole\r\n0\r\n\r\n$/);
  expect(await exchangeRaw(proxy.port, `GET / HTTP/1.0\n${HOST}`)).toMatch(/\r\n\r\nwhole$/);
});

test("a server that is not there becomes a 502 without its address", async () => {
  await start(echo);
  await fetch(proxy.url);
  upstream.close();
  const response = await fetch(proxy.url);
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ error: { code: "network_error" } });
});

describe("a response that comes before the body of the request is complete", () => {
  test.each([
    ["keeps the connection", "HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nlong", false],
    ["closes the connection", "HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlong", true],
  ])("from a server that %s reaches the caller, who can go on", async (_title, bytes, closes) => {
    await start((request, response) => {
      if (request.method === "GET") {
        response.end("next");
        return;
      }
      response.socket?.write(bytes);
      if (closes) {
        response.socket?.end();
      }
    });
    const size = 8_000_000;
    const connection = await openRaw(proxy.port, `POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: ${size}\r\n\r\n`);
    connection.socket.write(Buffer.alloc(size / 2));
    expect(await connection.until(/long$/)).toMatch(/^HTTP\/1.1 413 Too Large\r\n/);
    connection.socket.write(Buffer.alloc(size / 2));
    connection.socket.write(`GET / HTTP/1.1\r\n${HOST}\r\n\r\n`);
    await connection.until(/next$|next\r\n0\r\n\r\n$/);
    connection.socket.destroy();
  });
});

describe("when nothing moves any more", () => {
  test("before the response, the caller gets a 504", async () => {
    await start(() => {}, { idleTimeout: 100 });
    const response = await fetch(proxy.url);
    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({
      error: { code: "timeout", message: "Nothing was sent or received for 100 ms." },
    });
    await vi.waitFor(() => expect(upstream.calls[0]?.socket.destroyed).toBe(true));
  });

  test("during the response, it is broken off", async () => {
    await start((_request, response) => response.write("start"), { idleTimeout: 100 });
    const { text } = await (await openRaw(proxy.port, `GET / HTTP/1.1\r\n${HOST}\r\n\r\n`)).closed();
    expect(text).toMatch(/5\r\nstart\r\n$/);
    expect(upstream.calls[0]?.socket.destroyed).toBe(true);
  });

  test("a response that moves slowly is not broken off", async () => {
    await start(
      async (_request, response) => {
        for (let at = 0; at < 8; at += 1) {
          response.write(String(at));
          await delay(50);
        }
        response.end();
      },
      { idleTimeout: 150 },
    );
    expect(await (await fetch(proxy.url)).text()).toBe("01234567");
  });
});
