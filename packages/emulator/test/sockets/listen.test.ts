/** Over real sockets: what `fetch` can neither send nor observe. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { flows, resource, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EmulatorError, type Listener, type ListenOptions } from "../../src/index.ts";
import { createTestEmulator, grantToken, VALID } from "../support/requests.ts";

const emulator = createTestEmulator({ bodyLimit: 100_000 });
emulator.apps.register({ clientId: "a-terminal", clientSecret: "s3cret" });
let server: Listener;

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
])("MicroBilt's documented command with %s requests a token, and that for a call uses it", async (_, command) => {
  const token = JSON.parse(await shell(command(server.url)));
  const called = await shell(
    `curl -v -X GET ${server.url}/application/path \\\n -H "Content-Type: application/json" \\\n -H "Accept: application/json" \\\n -H "Authorization: Bearer ${token.access_token}" -d '{ "a": 1 }'`,
  );

  expect(token).toEqual({
    issued_at: "1800000000000",
    expires_in: "3599",
    token_type: "BearerToken",
    access_token: expect.stringMatching(/^\w{28}$/),
    status: "approved",
  });
  expect(JSON.parse(called)).toEqual({ method: "GET", path: "/application/path", query: {}, body: { a: 1 } });
});

test("a GET can have a body, as documented", async () => {
  const { accessToken } = await grantToken(emulator);
  const { status, body } = await send("GET", resource.path, '{"a":1}', { authorization: `Bearer ${accessToken}` });

  expect([status, JSON.parse(body).body]).toEqual([200, { a: 1 }]);
});

test("in observed mode, a token request can be a GET with a body", async () => {
  const observed = createTestEmulator({ compatibility: "observed" });
  const { url } = await observed.listen();
  try {
    expect((await send("GET", tokenEndpoint.path, JSON.stringify(VALID), {}, url)).status).toBe(200);
  } finally {
    await observed.close();
  }
});

test("the log redacts cookies", async () => {
  emulator.requests.clear();
  await send("GET", "/", "", { cookie: "a=first; b=second" });

  expect(emulator.requests.list()[0]?.headers["cookie"]).toBe("[redacted]");
});

test("a body that is too large is refused before it arrives", async () => {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(`POST ${tokenEndpoint.path} HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n{`);

  const [received] = await once(socket, "data");
  expect(String(received)).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test.each([
  ["bytes that are not HTTP", "\x16\x03\x01garbage\r\n\r\n"],
  ["a request without a host", `GET / HTTP/1.1\r\nconnection: close\r\n\r\n`],
  ["an invalid host", `GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n`],
  ["two hosts", `GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n`],
  ["an invalid target", `GET * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`],
])("the response to %s is 400", async (_, bytes) => {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(bytes);

  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
});

test("a connection stays open after a refusal", async () => {
  const socket = connect(server.port, "127.0.0.1");
  const head = `POST ${tokenEndpoint.path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\n`;
  socket.write(`${head}\r\n{}${head}connection: close\r\n\r\n{}`);

  expect((await text(socket)).match(/HTTP\/1\.1 400 /g)).toHaveLength(2);
});

test("listen throws cannot_listen for a port that is in use", async () => {
  const error = await emulator.listen({ port: server.port }).catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(EmulatorError);
  expect(error).toMatchObject({
    code: "cannot_listen",
    message: `Cannot listen on 127.0.0.1:${server.port}: the port is in use. Pass another port, or 0 for any free port.`,
  });
});

test.each([
  [{ port: 70_000 }, "port must be an integer from 0 to 65535; got 70000"],
  [{ port: 1.5 }, "port must be an integer from 0 to 65535; got 1.5"],
  [null as unknown as ListenOptions, "The options of listen must be an object such as { port: 4300 }; got null"],
  [5 as unknown as ListenOptions, "The options of listen must be an object such as { port: 4300 }; got a number"],
  [{ host: 5 as unknown as string }, 'host must be an address such as "127.0.0.1"; got 5'],
  [{ host: "" }, 'host must be an address such as "127.0.0.1"; got ""'],
  [{ host: "192.0.2.1" }, "Cannot listen on 192.0.2.1:0"],
  [{ tls: { key: "a", cert: "b" } }, "tls must be { key, cert }, both in PEM; Node rejects it: "],
])("listen(%o) throws: %s", async (options, message) => {
  await expect(emulator.listen(options)).rejects.toThrow(message);
});

test("listenForControl listens on loopback only, and throws for an invalid port", async () => {
  const nowhere = { host: "192.0.2.1" } as Pick<ListenOptions, "port">;
  await expect(emulator.listenForControl(null as never)).rejects.toThrow("The options of listen must be an object");
  await expect(emulator.listenForControl({ port: -1 })).rejects.toThrow("port must be an integer");

  expect((await emulator.listenForControl(nowhere)).url).toMatch(/^http:\/\/127\.0\.0\.1:/);
});

test("a closed emulator does not listen, and can listen again", async () => {
  const { url } = server;
  await emulator.close();
  await emulator.close();
  await expect(fetch(url)).rejects.toThrow();
  server = await emulator.listen();

  expect((await fetch(server.url)).status).toBe(401);
});

test("listen accepts an IPv6 address", async () => {
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
