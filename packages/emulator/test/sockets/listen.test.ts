/** Over real sockets: what `fetch` cannot send, and what it cannot see. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { flows, resource, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EmulatorError, type Listening, type ListenOptions } from "../../src/index.ts";
import { GOOD, grant, open } from "../support/requests.ts";

const emulator = open({ bodyLimit: 100_000 });
emulator.apps.register({ clientId: "a-terminal", clientSecret: "s3cret" });
let server: Listening;

beforeEach(async () => {
  server = await emulator.listen();
});

afterEach(() => emulator.close());

test.each([
  [
    "JSON",
    (url: string) =>
      `curl -X POST ${url}${tokenEndpoint.path} \\\n -H 'Content-Type: application/json' \\\n -d '{ "client_id": "a-terminal","client_secret": "s3cret" , "grant_type" : "client_credentials" }'`,
  ],
  [
    "a form",
    (url: string) =>
      `curl -X POST ${url}${tokenEndpoint.path}?grant_type=client_credentials\\\n -H 'Content-Type: application/x-www-form-urlencoded ' \\\n -d 'client_id=a-terminal&client_secret=s3cret'`,
  ],
])("MicroBilt's documented command with %s gets a token, and the one for calls uses it", async (_, command) => {
  const answer = JSON.parse(await shell(command(server.url)));
  const called = await shell(
    `curl -v -X GET ${server.url}/application/path \\\n -H "Content-Type: application/json" \\\n -H "Accept: application/json" \\\n -H "Authorization: Bearer ${answer.access_token}" -d '{ "a": 1 }'`,
  );

  expect(answer).toEqual({
    issued_at: "1800000000000",
    expires_in: "3599",
    token_type: "BearerToken",
    access_token: expect.stringMatching(/^\w{28}$/),
    status: "approved",
  });
  expect(JSON.parse(called)).toEqual({ method: "GET", path: "/application/path", query: {}, body: { a: 1 } });
});

test("a GET with a body is let through, as documented", async () => {
  const { accessToken } = await grant(emulator);
  const { status, body } = await send("GET", resource.path, '{"a":1}', { authorization: `Bearer ${accessToken}` });

  expect([status, JSON.parse(body).body]).toEqual([200, { a: 1 }]);
});

test("observed, a token request may be a GET with a body", async () => {
  const observed = open({ compatibility: "observed" });
  const { url } = await observed.listen();
  try {
    expect((await send("GET", tokenEndpoint.path, JSON.stringify(GOOD), {}, url)).status).toBe(200);
  } finally {
    await observed.close();
  }
});

test("nothing of a cookie stands in the log", async () => {
  emulator.requests.clear();
  await send("GET", "/", "", { cookie: "a=first; b=second" });

  expect(emulator.requests.list()[0]?.headers["cookie"]).toBe("[redacted]");
});

test("a body that is too large is refused before it has arrived", async () => {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(`POST ${tokenEndpoint.path} HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n{`);

  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test.each([
  ["no HTTP at all", "\x16\x03\x01garbage\r\n\r\n"],
  ["no host", `GET / HTTP/1.1\r\nconnection: close\r\n\r\n`],
  ["a host that is none", `GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n`],
  ["a target that is none", `GET * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`],
])("%s is answered with 400", async (_, bytes) => {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(bytes);

  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
});

test("a connection is kept after a refusal", async () => {
  const socket = connect(server.port, "127.0.0.1");
  const asked = `POST ${tokenEndpoint.path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\n`;
  socket.write(`${asked}\r\n{}${asked}connection: close\r\n\r\n{}`);

  expect((await text(socket)).match(/HTTP\/1\.1 400 /g)).toHaveLength(2);
});

test("a port that is taken is an error that says so", async () => {
  const error = await emulator.listen({ port: server.port }).catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(EmulatorError);
  expect(error).toMatchObject({
    code: "cannot_listen",
    message: expect.stringContaining("something else listens there"),
  });
});

test.each([
  [{ port: 70_000 }, "port takes a number from 0 to 65535"],
  [{ port: 1.5 }, "port takes a number from 0 to 65535"],
  [null as unknown as ListenOptions, "listen takes an object such as { port: 4300 }, not null"],
  [5 as unknown as ListenOptions, "listen takes an object such as { port: 4300 }, not 5"],
  [{ host: 5 as unknown as string }, "host takes an address such as 127.0.0.1, not 5"],
  [{ host: "" }, 'host takes an address such as 127.0.0.1, not ""'],
  [{ host: "192.0.2.1" }, "Cannot listen on 192.0.2.1:0"],
  [{ tls: { key: "a", cert: "b" } }, "tls takes a key and a certificate in PEM"],
])("%o is refused: %s", async (options, message) => {
  await expect(emulator.listen(options)).rejects.toThrow(message);
});

test("control listens on this machine only, and refuses what says no port", async () => {
  const nowhere = { host: "192.0.2.1" } as Pick<ListenOptions, "port">;
  await expect(emulator.listenForControl(null as never)).rejects.toThrow("listen takes an object");
  await expect(emulator.listenForControl({ port: -1 })).rejects.toThrow("port takes a number");

  expect((await emulator.listenForControl(nowhere)).url).toMatch(/^http:\/\/127\.0\.0\.1:/);
});

test("once closed, nothing listens, and it can listen again", async () => {
  const { url } = server;
  await emulator.close();
  await emulator.close();
  await expect(fetch(url)).rejects.toThrow();
  server = await emulator.listen();

  expect((await fetch(server.url)).status).toBe(401);
});

test("it listens on IPv6 too", async () => {
  const { url } = await emulator.listen({ host: "::1" });

  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(url)).status).toBe(401);
});

async function shell(command: string): Promise<string> {
  return (await promisify(execFile)("sh", ["-c", `${command} --silent`])).stdout;
}

async function send(method: string, path: string, body: string, headers: Record<string, string>, url = server.url) {
  const outgoing = request(url + path, {
    method,
    headers: { "content-type": flows.json.mediaType, "content-length": Buffer.byteLength(body), ...headers },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  return { status: incoming.statusCode as number, body: await text(incoming) };
}
