import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { createClient, type FetchInit } from "@microbilt-oauth/client";
import { createEmulator } from "@microbilt-oauth/emulator";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createNodeFetch } from "../../src/http/node-fetch.ts";

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const init = (more: Partial<FetchInit> = {}): FetchInit => ({ headers: {}, redirect: "manual", ...more });
const open = () => {
  const fetch = createNodeFetch();
  onTestFinished(() => fetch.close());
  return fetch;
};

describe("a request", () => {
  test.each([
    ["a string", () => "häß", "5"],
    ["bytes", () => Buffer.from("häß"), "5"],
    ["an ArrayBuffer", () => new TextEncoder().encode("häß").buffer, "5"],
    ["a stream", () => Readable.from([Buffer.from("hä"), Buffer.from("ß")]), undefined],
  ])("with %s as its body arrives with it, whatever the method", async (_title, body, length) => {
    const url = await serve(async (request, response) => {
      expect(request.headers["content-length"]).toBe(length);
      response.end(`${request.method} ${await text(request)}`);
    });
    for (const method of ["GET", "post", "DELETE"]) {
      const response = await open()(`${url}/`, init({ method, body: body() }));
      expect(await response.text()).toBe(`${method.toUpperCase()} häß`);
    }
  });

  test("with another body is an error that says what to pass", async () => {
    await expect(open()("http://127.0.0.1:1/", init({ body: { a: 1 } }))).rejects.toThrow(
      "body must be a string, bytes or a Readable",
    );
  });

  test("that fails to connect is rejected with the cause", async () => {
    await expect(open()("http://127.0.0.1:1/", init())).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("whose body fails is not completed", async () => {
    let isComplete: boolean | undefined;
    const url = await serve((request) => {
      request.resume().on("close", () => {
        isComplete = request.complete;
      });
      request.on("error", () => {});
    });
    const body = Readable.from(
      (async function* () {
        yield Buffer.from("start");
        await new Promise((resolve) => setTimeout(resolve, 50));
        throw new Error("the file is gone");
      })(),
    );
    await expect(open()(url, init({ method: "POST", body }))).rejects.toThrow("ended early");
    await vi.waitFor(() => expect(isComplete).toBe(false));
  });

  test("that is aborted rejects with the reason, before and during the response", async () => {
    const url = await serve((_request, response) => response.write("start"));
    await expect(open()(url, init({ signal: AbortSignal.abort(new Error("mine")) }))).rejects.toThrow("mine");
    const controller = new AbortController();
    const response = await open()(url, init({ signal: controller.signal }));
    controller.abort(new Error("mine"));
    await expect(response.text()).rejects.toThrow();
  });
});

describe("a response", () => {
  test("can be read after its start was read from a copy", async () => {
    const bytes = Buffer.alloc(300_000, "x");
    const url = await serve((_request, response) => response.end(bytes));
    const response = await open()(url, init());
    const reader = response.clone().body.getReader();
    expect((await reader.read()).value?.length).toBeGreaterThan(0);
    await reader.cancel();
    expect((await reader.read()).done).toBe(true);
    expect(Buffer.compare(await buffer(response.stream()), bytes)).toBe(0);
  });

  test("can be read after all of it was read from a copy, also when it is empty", async () => {
    const url = await serve((request, response) => response.end(request.url === "/" ? "" : "all of it"));
    for (const [path, expected] of [
      ["/", ""],
      ["/x", "all of it"],
    ]) {
      const response = await open()(`${url}${path}`, init());
      expect(await response.clone().text()).toBe(expected);
      expect(await text(response.stream())).toBe(expected);
    }
  });

  test("that is dropped does not keep its connection", async () => {
    let isClosed = false;
    const url = await serve((request, response) => {
      request.socket.on("close", () => {
        isClosed = true;
      });
      response.write("start");
    });
    const response = await open()(url, init());
    await response.body.cancel();
    await vi.waitFor(() => expect(isClosed).toBe(true));
  });
});

test("the client sends a GET with a body through it, and replaces a rejected token", async () => {
  const emulator = createEmulator({ apps: [{ clientId: "my-id", clientSecret: "correct-horse-battery" }] });
  onTestFinished(() => emulator.close());
  const { url: baseUrl } = await emulator.listen();
  const microbilt = createClient({ baseUrl, clientId: "my-id", clientSecret: "correct-horse-battery", fetch: open() });
  for (let call = 0; call < 2; call += 1) {
    const response = await microbilt.fetch("/iPredict/GetReport", { method: "GET", body: '{"a":1}' });
    expect(JSON.parse(await response.text())).toMatchObject({ method: "GET", body: { a: 1 } });
    emulator.tokens.revokeAll();
  }
});
