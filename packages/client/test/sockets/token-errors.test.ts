/** What the client does with error responses of the token endpoint. */
import { errorCodes } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { connect, failure, fastClock } from "./connect.ts";
import { fault, head, json, raw, respond } from "./responders.ts";

const [wrongClient, wrongIdentifier] = errorCodes.newCredentials;
for (const [name, responder] of [
  ["401 invalid_client", json(401, { ErrorCode: wrongClient, Error: "ClientId is Invalid" })],
  ["a fault with 500", fault(500, wrongIdentifier)],
  ["401 without a body", respond(401, "")],
] as const) {
  test(`credentials rejected with ${name} are sent once, and the client remembers the error`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(responder);
    const first = await failure(client.getAccessToken());
    const second = await failure(client.fetch("/"));
    assert.deepEqual([first.code, second.code], ["invalid_client", "invalid_client"]);
    assert.deepEqual(second.server, first.server);
    assert.lengthOf(server.tokenRequests, 1);
  });
}

test("credentials rejected by a 401 with a truncated body are sent once", async () => {
  const { client, server } = await connect();
  const broken = raw(head(100).replace("200 OK", "401 Unauthorized"), "end");
  server.tokenResponders.push(broken, broken);
  assert.equal((await failure(client.getAccessToken())).code, "invalid_client");
  assert.lengthOf(server.tokenRequests, 1);
});

test("credentials rejected by a 401 whose body never arrives are sent once", async () => {
  const { client, server } = await connect({ timeout: 200 });
  const silent = raw(head(100).replace("200 OK", "401 Unauthorized"));
  server.tokenResponders.push(silent, silent);
  assert.equal((await failure(client.getAccessToken())).code, "invalid_client");
  assert.lengthOf(server.tokenRequests, 1);
});

for (const status of [400, 403, 404]) {
  test(`a token request is not retried after ${status}, and the client does not remember the error`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(json(status, { ErrorCode: "invalid_request", Error: "Required param : grant_type" }));
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
  test(`a token request is retried after ${status}`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(respond(status, "<html>Try later</html>", { "content-type": "text/html" }));
    assert.equal(await client.getAccessToken(), server.issued[0]);
    assert.lengthOf(server.tokenRequests, 2);
  });

  test(`a token request is not retried after ${status} with retry: false`, async () => {
    const { client, server } = await connect({ retry: false });
    server.tokenResponders.push(respond(status, ""));
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
  test(`${status} with a long HTML page fails with ${code}`, async () => {
    const { client, server } = await connect();
    const page = respond(status, " ".repeat(100_000), { "content-type": "text/html", "retry-after": "0" });
    server.tokenResponders.push(page, page);
    assert.equal((await failure(client.getAccessToken())).code, code);
    assert.lengthOf(server.tokenRequests, requests);
  });
}

for (const [name, value, atLeast, atMost] of [
  ["seconds", () => "3", 3_000, 3_000],
  ["a date", (now: number) => new Date(now + 3_000).toUTCString(), 1, 3_000],
  ["a date in the past", (now: number) => new Date(now - 3_600_000).toUTCString(), 0, 0],
  ["0", () => "0", 0, 0],
  ["invalid", () => "soon", 0, 0],
] as const) {
  test(`the client waits as long as Retry-After says when it is ${name}`, async () => {
    const clock = fastClock(100);
    const { client, server, events } = await connect({ clock, timeout: 1_000_000, retry: { attempts: 2 } });
    server.tokenResponders.push((...exchange) => json(429, {}, { "retry-after": value(clock.now()) })(...exchange));
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
  ["a number too large for a double", "9".repeat(400)],
  ["a date in the next century", "Fri, 15 Jan 2127 08:00:00 GMT"],
] as const) {
  test(`a Retry-After of ${name} is an error at once, whose delay fits a timer`, async () => {
    const { client, server } = await connect();
    server.tokenResponders.push(json(429, {}, { "retry-after": value }));
    const error = await failure(client.getAccessToken());
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAfter, 2 ** 31 - 1);
    assert.lengthOf(server.tokenRequests, 1);
  });
}
