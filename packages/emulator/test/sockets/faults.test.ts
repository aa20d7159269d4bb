/** Faults over real connections. */
import { once } from "node:events";
import { connect } from "node:net";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Listener } from "../../src/index.ts";
import { createTestEmulator, grantToken, requestToken, VALID } from "../support/requests.ts";

const emulator = createTestEmulator();
let server: Listener;

beforeEach(async () => {
  emulator.faults.clear();
  server = await emulator.listen();
});

afterEach(() => emulator.close());

test("a reset before the response is a TCP reset", async () => {
  emulator.faults.add({ kind: "reset" });

  expect(await raw()).toEqual({ received: "", error: "ECONNRESET" });
});

test("a reset inside the response follows half of its body", async () => {
  emulator.faults.add({ kind: "reset", when: "inside" });
  const { received, error } = await raw();

  expect(error).toBe("ECONNRESET");
  expect(bodyOf(received).length).toBe(Math.floor(lengthOf(received) / 2));
});

test("a truncated response ends without an error after half of its body", async () => {
  emulator.faults.add({ kind: "truncated" });
  const { received, error } = await raw();

  expect(error).toBeUndefined();
  expect(bodyOf(received).length).toBe(Math.floor(lengthOf(received) / 2));
});

test("a slow body takes the requested time, and is complete", async () => {
  emulator.faults.add({ kind: "slow", ms: 100 });
  const start = performance.now();
  const { accessToken } = await grantToken({ fetch: viaSocket() });

  expect(performance.now() - start).toBeGreaterThan(90);
  expect(accessToken).toHaveLength(28);
});

test("a slow response keeps every header field, including repeated ones", async () => {
  emulator.faults.add({ kind: "slow", ms: 1, endpoint: "resource" });
  emulator.products.script(
    "/cookies",
    () =>
      new Response("ok", {
        headers: [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ],
      }),
  );
  const { accessToken } = await grantToken(emulator);
  const response = await fetch(`${server.url}/cookies`, { headers: { authorization: `Bearer ${accessToken}` } });

  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await response.text()).toBe("ok");
});

test.each(["slow", "latency"] as const)(
  "a %s fault ends when the emulator is closed, or the client disconnects",
  async (kind) => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const before = timers();
    emulator.faults.add({ kind, ms: 1_000_000 });
    const controller = new AbortController();
    const ends = [fetch(server.url, { signal: controller.signal }), fetch(server.url)].map((response) =>
      response.then((received) => received.text()).catch((error: unknown) => error),
    );
    await expect.poll(timers).toBeGreaterThanOrEqual(before + 2);
    controller.abort();
    await expect(ends[0]).resolves.toBeInstanceOf(Error);
    await emulator.close();

    await expect(ends[1]).resolves.toBeInstanceOf(Error);
    await expect.poll(timers).toBeLessThanOrEqual(before);
  },
);

test("the request of a client that disconnects is logged once, without a status", async () => {
  emulator.requests.clear();
  emulator.faults.add({ kind: "latency", ms: 60_000 });
  const socket = connect(server.port, "127.0.0.1");
  socket.write("GET /gone HTTP/1.1\r\nhost: a\r\n\r\n");
  await expect.poll(() => emulator.faults.list()[0]?.applied).toBe(1);
  socket.destroy();

  await expect.poll(() => emulator.requests.list()).toHaveLength(1);
  expect(emulator.requests.list()[0]).toMatchObject({ path: "/gone", reason: "The client disconnected." });
  expect(emulator.requests.list()[0]?.status).toBeUndefined();
});

test.each([
  ["reset", "ECONNRESET"],
  ["truncated", undefined],
] as const)("a %s response waits for the one before it on the same connection", async (kind, code) => {
  emulator.faults.add({ kind: "latency", ms: 50, path: "/first" });
  emulator.faults.add({ kind, path: "/second" });
  const socket = connect(server.port, "127.0.0.1");
  let received = "";
  let error: string | undefined;
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.on("error", (reason: NodeJS.ErrnoException) => {
    error = reason.code;
  });
  socket.write("GET /first HTTP/1.1\r\nhost: a\r\n\r\nGET /second HTTP/1.1\r\nhost: a\r\n\r\n");
  await new Promise((resolve) => socket.once("close", resolve));

  expect(received).toMatch(/^HTTP\/1\.1 404 /);
  expect(received.match(/HTTP\/1\.1/g)).toHaveLength(kind === "reset" ? 1 : 2);
  expect(error).toBe(code);
});

test("a client that disconnects during its request does not affect others", async () => {
  emulator.requests.clear();
  const socket = connect(server.port, "127.0.0.1");
  socket.write(`POST ${tokenEndpoint.path} HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{`);
  await once(socket, "connect");
  socket.resetAndDestroy();
  await expect.poll(() => emulator.requests.list()).toHaveLength(1);

  expect((await requestToken({ fetch: viaSocket() })).status).toBe(200);
});

/** Replaces MicroBilt's origin by the emulator's. */
function viaSocket(): typeof fetch {
  return (input, init) => fetch(String(input).replace(/^https:\/\/[^/]+/, server.url), init);
}

/** Sends a valid token request, and returns what arrives until the connection ends. */
async function raw(): Promise<{ received: string; error: string | undefined }> {
  const socket = connect(server.port, "127.0.0.1");
  const body = Buffer.from(JSON.stringify(VALID));
  socket.write(
    `POST ${tokenEndpoint.path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  let received = "";
  let error: string | undefined;
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.on("error", ({ code }: NodeJS.ErrnoException) => {
    error = code;
  });
  await new Promise((resolve) => socket.once("close", resolve));
  return { received, error };
}

function bodyOf(received: string): string {
  return received.slice(received.indexOf("\r\n\r\n") + 4);
}

function lengthOf(received: string): number {
  return Number(/content-length: (\d+)/i.exec(received)?.[1]);
}
