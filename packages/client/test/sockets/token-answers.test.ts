/** What becomes of a token request that is granted, but not as it should be. */
import { gzipSync } from "node:zlib";
import { assert, test } from "vitest";
import { type Answer, answer, grant, granted } from "./answers.ts";
import { connect, failure } from "./connect.ts";

const JSON_TYPE = { "content-type": "application/json" };

for (const [name, given, code] of [
  ["JSON cut short", answer(200, granted().slice(0, -20), JSON_TYPE), "response_not_json"],
  ["a page", answer(200, "<html>Sign in</html>", { "content-type": "text/html" }), "response_not_json"],
  ["nothing", answer(200, "", JSON_TYPE), "response_not_json"],
  ["a gzip that unpacks to ten megabytes", zipped(Buffer.alloc(10_000_000, " ")), "response_too_large"],
  ["no access token", grant({ access_token: undefined }), "access_token_missing"],
  ["a line break in the access token", grant({ access_token: "a\r\nx-injected: 1" }), "access_token_malformed"],
  ["a space in the access token", grant({ access_token: "a b" }), "access_token_malformed"],
  ["an access token beyond ASCII", grant({ access_token: "tökén" }), "access_token_malformed"],
  ["a verdict other than approved", grant({ status: "denied" }), "token_not_approved"],
] as const) {
  test(`${name} with 200 is ${code}, asked for once, and not kept`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(given);
    const error = await failure(client.fetch("/"));
    assert.equal(error.code, code);
    assert.equal(error.status, 200);
    assert.lengthOf(server.tokenRequests, 1);
    assert.isEmpty(server.calls);
    assert.equal((await client.fetch("/")).status, 200);
  });
}

test("nothing with 204 is no token either", async () => {
  const { client, server } = await connect();
  server.tokenAnswers.push((response) => response.writeHead(204).end());
  assert.equal((await failure(client.getAccessToken())).code, "response_not_json");
});

for (const [name, given] of [
  ["with the wrong content type", answer(200, granted(), { "content-type": "text/html" })],
  ["without a content type", answer(200, granted())],
  ["with a byte order mark", answer(200, `\uFEFF${granted()}`, JSON_TYPE)],
  ["compressed", zipped(granted())],
] as const) {
  test(`the right JSON ${name} is taken`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(given);
    assert.include(granted(), await client.getAccessToken());
    assert.lengthOf(server.tokenRequests, 1);
  });
}

function zipped(body: string | Buffer): Answer {
  return answer(200, gzipSync(body), { ...JSON_TYPE, "content-encoding": "gzip" });
}
