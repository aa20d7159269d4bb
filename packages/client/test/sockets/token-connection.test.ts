/** What becomes of a token request whose connection fails. */
import { assert, test } from "vitest";
import { byteByByte, flood, granted, hang, head, raw, reset, trickle } from "./answers.ts";
import { connect, failure } from "./connect.ts";
import { TOKEN_MARK } from "./fault-server.ts";

const TIMEOUT_IN_MS = 150;
const BODY = granted({ access_token: `token-${TOKEN_MARK}` });
const HALF = BODY.slice(0, BODY.length / 2);

test("a refused connection is a network error that says so", async () => {
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

for (const [name, answer] of [
  ["reset before the headers", reset],
  ["closed before the headers", raw("", "end")],
  ["reset inside the headers", raw("HTTP/1.1 200 OK\r\ncontent-ty", "reset")],
  ["closed inside the headers", raw("HTTP/1.1 200 OK\r\ncontent-ty", "end")],
  ["reset inside the body", raw(head(BODY.length) + HALF, "reset")],
  ["closed inside the body, which is shorter than its content-length", raw(head(BODY.length) + HALF, "end")],
  ["closed after a whole answer that was announced as longer", raw(head(BODY.length + 1) + BODY, "end")],
  ["closed inside a chunk", raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfff\r\n{", "end")],
  ["full of something that is not HTTP", raw("SSH-2.0-OpenSSH_9.9\r\n", "hang")],
  ["full of headers without end", raw(`HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(10_000)}`, "hang")],
  ["held by two lengths that differ", raw(head(1).replace("\r\n\r\n", "\r\ncontent-length: 2\r\n\r\n{}"), "hang")],
] as const) {
  test(`a connection that is ${name} is a network error, retried once for each attempt`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(answer, answer);
    assert.equal((await failure(client.getAccessToken())).code, "network_error");
    assert.lengthOf(server.tokenRequests, 2);
    await Promise.all(server.tokenRequests.map(({ gone }) => gone));
  });

  test(`a connection that is ${name} costs one retry when the next one holds`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(answer);
    assert.equal(await client.getAccessToken(), server.issued[0]);
    assert.lengthOf(server.tokenRequests, 2);
  });
}

for (const [name, answer] of [
  ["says nothing", hang],
  ["stops inside the headers", raw("HTTP/1.1 200 OK\r\ncontent-ty")],
  ["stops after the headers", raw(head(BODY.length))],
  ["stops inside the body", raw(head(BODY.length) + HALF)],
  ["sends a body without end, a byte at a time", trickle],
] as const) {
  test(`a server that ${name} is given up after the timeout, and its connection closed`, async () => {
    const { client, server } = await connect({ timeout: TIMEOUT_IN_MS, retry: false });
    server.tokenAnswers.push(answer);
    const start = performance.now();
    const error = await failure(client.getAccessToken());
    assert.equal(error.code, "timeout");
    assert.isAtLeast(performance.now() - start, TIMEOUT_IN_MS - 2);
    assert.lengthOf(server.tokenRequests, 1);
    await server.tokenRequests[0]?.gone;
  });
}

test("a timeout is retried, and nothing of it is left behind", async () => {
  const { client, server, events } = await connect({ timeout: TIMEOUT_IN_MS, retry: { attempts: 3 } });
  server.tokenAnswers.push(hang, raw(head(BODY.length) + HALF), hang);
  assert.equal((await failure(client.getAccessToken())).code, "timeout");
  assert.lengthOf(server.tokenRequests, 3);
  assert.lengthOf(
    events.filter((event) => event.type === "token_request_failed" && event.code === "timeout"),
    3,
  );
  await Promise.all(server.tokenRequests.map(({ gone }) => gone));
});

test("an answer that comes byte by byte is read to its end", async () => {
  const { client, server } = await connect();
  server.tokenAnswers.push(byteByByte(head(BODY.length) + BODY));
  assert.equal(await client.getAccessToken(), `token-${TOKEN_MARK}`);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a multi-byte character cut in two by packets is put together again", async () => {
  const { client, server } = await connect({ retry: false });
  const body = JSON.stringify({ ErrorCode: "refused", Error: "Schlüssel ungültig €" });
  const start = head(Buffer.byteLength(body)).replace("200 OK", "400 Bad Request");
  server.tokenAnswers.push(byteByByte(start + body));
  assert.equal((await failure(client.getAccessToken())).server?.message, "Schlüssel ungültig €");
});

test("an answer whose end is the end of the connection is read whole", async () => {
  const { client, server } = await connect();
  server.tokenAnswers.push(raw(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${BODY}`, "end"));
  assert.equal(await client.getAccessToken(), `token-${TOKEN_MARK}`);
});

test("early hints before the answer are passed over", async () => {
  const { client, server } = await connect();
  server.tokenAnswers.push(raw(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${head(BODY.length)}${BODY}`));
  assert.equal(await client.getAccessToken(), `token-${TOKEN_MARK}`);
});

for (const [name, headers] of [
  ["announced by its content-length", { "content-length": "10000000" }],
  ["in chunks", {}],
] as const) {
  test(`ten megabytes ${name} are not read to the end`, async () => {
    const { client, server } = await connect();
    const { answer, swallowed } = flood(200, 10_000_000, headers);
    server.tokenAnswers.push(answer);
    assert.equal((await failure(client.getAccessToken())).code, "response_too_large");
    assert.isFalse(await swallowed);
    assert.lengthOf(server.tokenRequests, 1);
  });
}
