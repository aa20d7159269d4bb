/** What becomes of a token request that is refused. */
import { errorCodes } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { answer, fault, head, json, raw } from "./answers.ts";
import { connect, failure, hurriedClock } from "./connect.ts";

const [wrongClient, wrongIdentifier] = errorCodes.newCredentials;
for (const [name, given] of [
  ["401 invalid_client", json(401, { ErrorCode: wrongClient, Error: "ClientId is Invalid" })],
  ["a fault with 500", fault(500, wrongIdentifier)],
  ["401 without a word", answer(401, "")],
] as const) {
  test(`credentials refused by ${name} are asked with once, and the refusal remembered`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(given);
    const first = await failure(client.getAccessToken());
    const second = await failure(client.fetch("/"));
    assert.deepEqual([first.code, second.code], ["invalid_client", "invalid_client"]);
    assert.deepEqual(second.server, first.server);
    assert.lengthOf(server.tokenRequests, 1);
  });
}

test("credentials refused by 401 whose body breaks off are asked with once too", async () => {
  const { client, server } = await connect();
  const broken = raw(head(100).replace("200 OK", "401 Unauthorized"), "end");
  server.tokenAnswers.push(broken, broken);
  assert.equal((await failure(client.getAccessToken())).code, "invalid_client");
  assert.lengthOf(server.tokenRequests, 1);
});

test("credentials refused by 401 whose body does not come are asked with once too", async () => {
  const { client, server } = await connect({ timeout: 200 });
  const silent = raw(head(100).replace("200 OK", "401 Unauthorized"));
  server.tokenAnswers.push(silent, silent);
  assert.equal((await failure(client.getAccessToken())).code, "invalid_client");
  assert.lengthOf(server.tokenRequests, 1);
});

for (const status of [400, 403, 404]) {
  test(`${status} is asked for once and not remembered`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(json(status, { ErrorCode: "invalid_request", Error: "Required param : grant_type" }));
    const error = await failure(client.getAccessToken());
    assert.equal(error.code, "token_request_refused");
    assert.deepEqual(error.server, { code: "invalid_request", message: "Required param : grant_type" });
    assert.lengthOf(server.tokenRequests, 1);
    assert.isString(await client.getAccessToken());
  });
}

for (const [status, code] of [
  [429, "rate_limited"],
  [500, "server_error"],
  [502, "server_error"],
  [503, "server_error"],
] as const) {
  test(`${status} and then a token is a token`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(answer(status, "<html>Try later</html>", { "content-type": "text/html" }));
    assert.equal(await client.getAccessToken(), server.issued[0]);
    assert.lengthOf(server.tokenRequests, 2);
  });

  test(`${status} is not retried with retry: false`, async () => {
    const { client, server } = await connect({ retry: false });
    server.tokenAnswers.push(answer(status, ""));
    assert.equal((await failure(client.getAccessToken())).code, code);
    assert.lengthOf(server.tokenRequests, 1);
  });
}

for (const [status, code, requests] of [
  [401, "invalid_client", 1],
  [404, "token_request_refused", 1],
  [429, "rate_limited", 2],
  [503, "server_error", 2],
] as const) {
  test(`${status} means the same with a page of any length`, async () => {
    const { client, server } = await connect();
    const page = answer(status, " ".repeat(100_000), { "content-type": "text/html", "retry-after": "0" });
    server.tokenAnswers.push(page, page);
    assert.equal((await failure(client.getAccessToken())).code, code);
    assert.lengthOf(server.tokenRequests, requests);
  });
}

for (const [name, value, atLeast, atMost] of [
  ["seconds", () => "3", 3_000, 3_000],
  ["a date", (now: number) => new Date(now + 3_000).toUTCString(), 1, 3_000],
  ["a date gone by", (now: number) => new Date(now - 3_600_000).toUTCString(), 0, 0],
  ["0", () => "0", 0, 0],
  ["nonsense", () => "soon", 0, 0],
] as const) {
  test(`after 429 with Retry-After as ${name} the server is left alone for as long`, async () => {
    const clock = hurriedClock(100);
    const { client, server, events } = await connect({ clock, timeout: 1_000_000, retry: { attempts: 2 } });
    server.tokenAnswers.push((...exchange) => json(429, {}, { "retry-after": value(clock.now()) })(...exchange));
    assert.equal(await client.getAccessToken(), server.issued[0]);
    const [failed] = events.filter((event) => event.type === "token_request_failed");
    assert.isAtLeast(failed?.retryIn ?? -1, atLeast);
    assert.isAtMost(failed?.retryIn ?? Number.POSITIVE_INFINITY, atMost);
    const [first, second] = server.tokenRequests.map(({ at }) => at);
    assert.isAtLeast((second ?? 0) - (first ?? 0), (failed?.retryIn ?? 0) / 100 - 1);
  });
}

for (const [name, value] of [
  ["centuries", "99999999999"],
  ["a number beyond all numbers", "9".repeat(400)],
  ["a date in the next century", "Fri, 15 Jan 2127 08:00:00 GMT"],
] as const) {
  test(`a Retry-After of ${name} is an error at once, which says how long`, async () => {
    const { client, server } = await connect();
    server.tokenAnswers.push(json(429, {}, { "retry-after": value }));
    const error = await failure(client.getAccessToken());
    assert.equal(error.code, "rate_limited");
    assert.isAbove(error.retryAfter ?? 0, 1e12);
    assert.lengthOf(server.tokenRequests, 1);
  });
}
