/** What the client does with a token response that is not as it should be. */
import { gzipSync } from "node:zlib";
import { assert, test } from "vitest";
import { connect, failure } from "./connect.ts";
import { type Responder, respond, token, tokenBody } from "./responders.ts";

const JSON_TYPE = { "content-type": "application/json" };

for (const [name, responder, code] of [
  ["truncated JSON", respond(200, tokenBody().slice(0, -20), JSON_TYPE), "response_not_json"],
  ["an HTML page", respond(200, "<html>Sign in</html>", { "content-type": "text/html" }), "response_not_json"],
  ["an empty body", respond(200, "", JSON_TYPE), "response_not_json"],
  ["a gzip body of ten megabytes", zipped(Buffer.alloc(10_000_000, " ")), "response_too_large"],
  ["no access token", token({ access_token: undefined }), "access_token_missing"],
  ["a line break in the access token", token({ access_token: "a\r\nx-injected: 1" }), "access_token_malformed"],
  ["a space in the access token", token({ access_token: "a b" }), "access_token_malformed"],
  ["an access token that is not ASCII", token({ access_token: "tökén" }), "access_token_malformed"],
  ["a status other than approved", token({ status: "denied" }), "token_not_approved"],
] as const) {
  test(`${name} with 200 fails with ${code}, is not retried and not cached`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(responder);
    const error = await failure(client.fetch("/"));
    assert.equal(error.code, code);
    assert.equal(error.status, 200);
    assert.lengthOf(server.tokenRequests, 1);
    assert.isEmpty(server.calls);
    assert.equal((await client.fetch("/")).status, 200);
  });
}

test("204 fails with response_not_json", async () => {
  const { client, server } = await connect();
  server.tokenResponders.push((response) => response.writeHead(204).end());
  assert.equal((await failure(client.getAccessToken())).code, "response_not_json");
});

for (const [name, responder] of [
  ["with the wrong content type", respond(200, tokenBody(), { "content-type": "text/html" })],
  ["without a content type", respond(200, tokenBody())],
  ["with a byte order mark", respond(200, `\uFEFF${tokenBody()}`, JSON_TYPE)],
  ["compressed", zipped(tokenBody())],
] as const) {
  test(`a token response ${name} is accepted`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(responder);
    assert.include(tokenBody(), await client.getAccessToken());
    assert.lengthOf(server.tokenRequests, 1);
  });
}

function zipped(body: string | Buffer): Responder {
  return respond(200, gzipSync(body), { ...JSON_TYPE, "content-encoding": "gzip" });
}
