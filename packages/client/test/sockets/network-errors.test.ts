/** The runtime's own errors are network errors, whose message has the reason and the origin. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, onTestFinished, test } from "vitest";
import { connect, failure } from "./connect.ts";
import { raw } from "./responders.ts";

test("a connection that is refused", async () => {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  const baseUrl = `http://127.0.0.1:${port}`;
  const { client } = await connect({ retry: false, baseUrl });
  const error = await failure(client.getAccessToken());
  assert.equal(error.code, "network_error");
  assert.include(error.message, `connect ECONNREFUSED 127.0.0.1:${port}`);
  assert.include(error.message, baseUrl);
  assert.deepInclude(error.cause, { code: "ECONNREFUSED" });
});

test("a port that fetch refuses", async () => {
  const { client } = await connect({ retry: false, baseUrl: "http://127.0.0.1:6666" });
  const error = await failure(client.getAccessToken());
  assert.equal(error.code, "network_error");
  assert.include(error.message, "bad port");
});

for (const [name, bytes] of [
  ["closes the connection", ""],
  ["does not speak HTTP", "hello\r\n\r\n"],
  ["ends its response early", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"],
] as const) {
  test(`a server that ${name}`, async () => {
    const { client, server } = await connect({ retry: false });
    server.tokenResponders.push(raw(bytes, "end"));
    const error = await failure(client.getAccessToken());
    assert.equal(error.code, "network_error");
    assert.match(error.message, /: (?:fetch failed|terminated): ./);
    assert.include(error.message, server.origin);
  });
}

for (const [name, headers] of [
  ["name", { "x y": "1" }],
  ["value", { "x-own": "1\n2" }],
] as const) {
  test(`a header with an invalid ${name} is not an error of the network`, async () => {
    const { client, server } = await connect();
    const error = await failure(client.fetch(resource.path, { headers }));
    assert.equal(error.code, "invalid_fetch");
    assert.match(error.message, /header/i);
    assert.lengthOf(server.calls, 0);
  });
}

test("a call that is aborted is rejected with the signal's reason, also while the body of its Request is read", async () => {
  const { client, server } = await connect();
  const controller = new AbortController();
  const body = new ReadableStream({ start() {} });
  onTestFinished(() => controller.abort());
  const options = { method: "POST", body, duplex: "half", signal: controller.signal };
  const call = client.fetch(new Request(server.origin + resource.path, options as RequestInit));
  const reason = new Error("enough");
  controller.abort(reason);
  assert.equal(await call.catch((error) => error), reason);
  assert.lengthOf(server.calls, 0);
});
