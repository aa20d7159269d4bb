import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { WireRequest } from "../../src/wire/exchange.ts";
import { exchangeRaw, type RawRequest } from "../../src/wire/raw-exchange.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const DEADLINE_IN_MS = 400;

describe("a message", () => {
  test("arrives byte for byte", async () => {
    const received = Promise.withResolvers<Buffer>();
    const origin = await serveSocket((socket, data) => {
      received.resolve(data);
      socket.end(OK);
    });

    await send({ origin, message: "G\0T /\r\xff\n" });

    expect((await received.promise).toString("latin1")).toBe("G\0T /\r\xff\n");
  });

  test("continues after an interim response", async () => {
    const received: string[] = [];
    const origin = await serveSocket((socket, data) => {
      received.push(data.toString());
      socket.write(received.length === 1 ? "HTTP/1.1 100 Continue\r\n\r\n" : OK);
    });

    const { interim, responses } = await send({ origin, message: "head", afterInterim: "body" });

    expect(received).toEqual(["head", "body"]);
    expect([interim, responses.length]).toEqual([1, 1]);
  });
});

describe("the exchange", () => {
  test.each([
    ["a length", OK, [[200, "ok"]]],
    [
      "chunks",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;a=b\r\nk\r\n0\r\nx: y\r\n\r\n",
      [[200, "ok"]],
    ],
    ["no length", "HTTP/1.1 401 No\r\nX-A: 1\r\n\r\nno", [[401, "no"]]],
    ["no content", "HTTP/1.1 204 No Content\r\n\r\n", [[204, ""]]],
    [
      "another response after it",
      `${OK}${OK}`,
      [
        [200, "ok"],
        [200, "ok"],
      ],
    ],
    ["UTF-8", `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xc3\xa9`, [[200, "é"]]],
  ])("has a response with %s", async (_, bytes, responses) => {
    const origin = await serveSocket((socket) => socket.end(bytes, "latin1"));

    const exchange = await send({ origin, message: "x" });

    expect(exchange.responses.map(({ status, body }) => [status, body])).toEqual(responses);
    expect(exchange.isClosed).toBe(true);
  });

  test("has what follows the response to HEAD", async () => {
    const origin = await serveSocket((socket) => socket.end(OK));

    const { responses, rest } = await send({ origin, message: "x", isHead: true });

    expect(responses).toMatchObject([{ status: 200, headers: { "content-length": "2" }, body: "" }]);
    expect(rest).toBe("ok");
  });

  test("has no response if the server closes or resets the connection", async () => {
    const closing = await send({ origin: await serveSocket((socket) => socket.end()), message: "x" });
    const resetting = await send({ origin: await serveSocket((socket) => socket.resetAndDestroy()), message: "x" });

    expect([closing, resetting]).toMatchObject([
      { responses: [], isClosed: true },
      { responses: [], isClosed: true },
    ]);
  });

  test("ends soon after a complete response, even if the connection stays open", async () => {
    const origin = await serveSocket((socket) => void socket.write(OK));

    expect(await send({ origin, message: "x" })).toMatchObject({ responses: [{ body: "ok" }], isClosed: false });
  });

  test.each([
    ["nothing", ""],
    ["part of a response", OK.slice(0, -1)],
    ["something that is not HTTP", "220 smtp"],
  ])("fails in time if the server sends %s and keeps the connection open", async (_, bytes) => {
    const origin = await serveSocket((socket) => void socket.write(bytes));

    await expect(send({ origin, message: "x" })).rejects.toMatchObject({
      name: "NoResponse",
      hasTimedOut: true,
      message: "no complete response within 0.4 s",
    });
  });

  test("fails if nobody listens", async () => {
    const origin = { method: "GET", url: "http://127.0.0.1:1/", headers: {} };

    await expect(send({ origin, message: "x" })).rejects.toMatchObject({ name: "NoResponse", hasTimedOut: false });
  });
});

function send(request: RawRequest) {
  return exchangeRaw(request, { deadline: DEADLINE_IN_MS });
}

/** Serves connections on loopback until the test ends. Returns a request to the server. */
async function serveSocket(respond: (socket: Socket, data: Buffer) => void): Promise<WireRequest> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => respond(socket, data));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { method: "GET", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, headers: {} };
}
