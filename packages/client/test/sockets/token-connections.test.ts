/** What the client does when the connection of a token request fails. */
import { assert, test } from "vitest";
import { allClosed, connect, failure } from "./connect.ts";
import { TOKEN_MARK } from "./fault-server.ts";
import { byteByByte, flood, hang, head, raw, reset, tokenBody, trickle } from "./responders.ts";

const TIMEOUT_IN_MS = 150;
const BODY = tokenBody({ access_token: `token-${TOKEN_MARK}` });
const HALF = BODY.slice(0, BODY.length / 2);

test("a refused connection is a network error whose cause says so", async () => {
  const { client, server, events } = await connect();
  await server.close();
  const error = await failure(client.getAccessToken());
  assert.equal(error.code, "network_error");
  assert.deepInclude(error.cause, { code: "ECONNREFUSED" });
  assert.lengthOf(
    events.filter(({ type }) => type === "token_request"),
    2,
  );
});

for (const [name, responder] of [
  ["reset before the headers", reset],
  ["closed before the headers", raw("", "end")],
  ["reset inside the headers", raw("HTTP/1.1 200 OK\r\ncontent-ty", "reset")],
  ["closed inside the headers", raw("HTTP/1.1 200 OK\r\ncontent-ty", "end")],
  ["reset inside the body", raw(head(BODY.length) + HALF, "reset")],
  ["closed before the end of the content-length", raw(head(BODY.length) + HALF, "end")],
  ["closed after a whole response with a longer content-length", raw(head(BODY.length + 1) + BODY, "end")],
  ["closed inside a chunk", raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfff\r\n{", "end")],
  ["filled with bytes that are not HTTP", raw("SSH-2.0-OpenSSH_9.9\r\n", "hang")],
  ["filled with endless headers", raw(`HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(10_000)}`, "hang")],
  [
    "used for a response with two different lengths",
    raw(head(1).replace("\r\n\r\n", "\r\ncontent-length: 2\r\n\r\n{}"), "hang"),
  ],
] as const) {
  test(`a connection that is ${name} is a network error after each attempt`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(responder, responder);
    assert.equal((await failure(client.getAccessToken())).code, "network_error");
    assert.lengthOf(server.tokenRequests, 2);
    await allClosed(server.tokenRequests, 2);
  });

  test(`a connection that is ${name} costs one retry when the next one works`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(responder);
    assert.equal(await client.getAccessToken(), server.issued[0]);
    assert.lengthOf(server.tokenRequests, 2);
  });
}

for (const [name, responder] of [
  ["does not respond", hang],
  ["stalls inside the headers", raw("HTTP/1.1 200 OK\r\ncontent-ty")],
  ["stalls after the headers", raw(head(BODY.length))],
  ["stalls inside the body", raw(head(BODY.length) + HALF)],
  ["sends an endless body, a byte at a time", trickle],
] as const) {
  test(`a token request to a server that ${name} fails after the timeout, and its connection is closed`, async () => {
    const { client, server } = await connect({ timeout: TIMEOUT_IN_MS, retry: false });
    server.tokenResponders.push(responder);
    const start = performance.now();
    const error = await failure(client.getAccessToken());
    assert.equal(error.code, "timeout");
    assert.isAtLeast(performance.now() - start, TIMEOUT_IN_MS - 2);
    await allClosed(server.tokenRequests, 1);
  });
}

test("a timeout is retried, and leaves no connection open", async () => {
  const { client, server, events } = await connect({ timeout: TIMEOUT_IN_MS, retry: { attempts: 3 } });
  server.tokenResponders.push(hang, raw(head(BODY.length) + HALF), hang);
  assert.equal((await failure(client.getAccessToken())).code, "timeout");
  assert.lengthOf(server.tokenRequests, 3);
  assert.lengthOf(
    events.filter((event) => event.type === "token_request_failed" && event.code === "timeout"),
    3,
  );
  await allClosed(server.tokenRequests, 3);
});

test("a response that arrives byte by byte is read to its end", async () => {
  const { client, server } = await connect();
  server.tokenResponders.push(byteByByte(head(BODY.length) + BODY));
  assert.equal(await client.getAccessToken(), `token-${TOKEN_MARK}`);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a multi-byte character that is split between packets is decoded", async () => {
  const { client, server } = await connect({ retry: false });
  const body = JSON.stringify({ ErrorCode: "refused", Error: "Schlüssel ungültig €" });
  const start = head(Buffer.byteLength(body)).replace("200 OK", "400 Bad Request");
  server.tokenResponders.push(byteByByte(start + body));
  assert.equal((await failure(client.getAccessToken())).server?.message, "Schlüssel ungültig €");
});

test("a response that ends with the connection is read to its end", async () => {
  const { client, server } = await connect();
  server.tokenResponders.push(raw(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${BODY}`, "end"));
  assert.equal(await client.getAccessToken(), `token-${TOKEN_MARK}`);
});

test("early hints before the response are ignored", async () => {
  const { client, server } = await connect();
  server.tokenResponders.push(raw(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${head(BODY.length)}${BODY}`));
  assert.equal(await client.getAccessToken(), `token-${TOKEN_MARK}`);
});

for (const [name, headers] of [
  ["with a content-length", { "content-length": "10000000" }],
  ["in chunks", {}],
] as const) {
  test(`a token response of ten megabytes ${name} is not read to its end`, async () => {
    const { client, server } = await connect();
    const { responder, consumed } = flood(200, 10_000_000, headers);
    server.tokenResponders.push(responder);
    assert.equal((await failure(client.getAccessToken())).code, "response_too_large");
    assert.isFalse(await consumed);
    assert.lengthOf(server.tokenRequests, 1);
  });
}
