/** Promise 6: token requests are retried after transient failures, within a budget; product calls are not. */
import { assert, test } from "@microbilt-oauth/testing";
import type { MicrobiltError } from "../../src/index.ts";
import { json } from "../support/scripted-server.ts";
import { codeOf, rejection, setup } from "../support/setup.ts";

const SECOND = 1_000;

for (const [name, create] of [
  ["a network error", () => new TypeError("fetch failed")],
  ["408", () => json(408, {})],
  ["425", () => new Response(null, { status: 425 })],
  ["429", () => json(429, {})],
  ["500", () => json(500, {})],
  ["503", () => new Response("<html>", { status: 503 })],
] as const) {
  test(`a token request is retried after ${name}`, async () => {
    const { client, server, clock } = setup();
    server.tokenResponses.push(create(), create(), create());
    const token = client.getAccessToken();
    await clock.advance(10 * SECOND);
    assert.equal(await token, server.issued[0]);
    assert.lengthOf(server.tokenRequests, 4);
  });
}

test("a token request without a response is aborted after the timeout, and retried", async () => {
  const { client, server, clock, events } = setup({ timeout: SECOND });
  server.gate = new Promise(() => {});
  const code = codeOf(client.getAccessToken());
  await clock.advance(60 * SECOND);
  assert.equal(await code, "timeout");
  assert.lengthOf(server.tokenRequests, 4);
  assert.isTrue(server.tokenRequests.every(({ signal }) => signal.aborted));
  assert.lengthOf(
    events.filter(({ type }) => type === "token_request_failed"),
    4,
  );
});

test("the timeout holds for a fetch that ignores its signal", async () => {
  const { client, clock } = setup({ timeout: SECOND, retry: false, fetch: () => new Promise(() => {}) });
  const code = codeOf(client.getAccessToken());
  await clock.advance(SECOND);
  assert.equal(await code, "timeout");
});

test("delays double up to eight seconds, with full jitter", async () => {
  const { client, server, clock, events } = setup({ random: () => 0.5, retry: { attempts: 8, budget: 60 * SECOND } });
  server.tokenResponses.push(...Array.from({ length: 7 }, () => json(500, {})));
  const token = client.getAccessToken();
  await clock.advance(60 * SECOND);
  await token;
  const delays = events.flatMap((event) => (event.type === "token_request_failed" ? [event.retryIn] : []));
  assert.deepEqual(delays, [250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
});

for (const [name, value, delay] of [
  ["seconds", "7", 7 * SECOND],
  ["a date", "Fri, 15 Jan 2027 08:00:09 GMT", 9 * SECOND],
  ["a date in the past", "Fri, 15 Jan 2016 08:00:00 GMT", 500],
  ["invalid", "soon", 500],
] as const) {
  test(`when Retry-After is ${name}, the delay is ${delay} ms`, async () => {
    const { client, server, clock, events } = setup();
    assert.equal(new Date(clock.now()).toUTCString(), "Fri, 15 Jan 2027 08:00:00 GMT");
    server.tokenResponses.push(json(429, {}, { "retry-after": value }));
    const token = client.getAccessToken();
    await clock.advance(20 * SECOND);
    await token;
    const [failed] = events.filter((event) => event.type === "token_request_failed");
    assert.equal(failed?.retryIn, delay);
  });
}

test("a Retry-After beyond the budget is an error at once, which contains the delay", async () => {
  const { client, server } = setup();
  server.tokenResponses.push(json(429, {}, { "retry-after": "86400" }));
  const error = (await rejection(client.getAccessToken())) as MicrobiltError;
  assert.equal(error.code, "rate_limited");
  assert.equal(error.retryAfter, 86_400 * SECOND);
  assert.lengthOf(server.tokenRequests, 1);
});

for (const value of ["99999999999", "9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"]) {
  test(`a Retry-After of ${value.slice(0, 30)} is at most what a timer can wait`, async () => {
    const { client, server } = setup();
    server.tokenResponses.push(json(429, {}, { "retry-after": value }));
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAfter, 2 ** 31 - 1);
    assert.lengthOf(server.tokenRequests, 1);
  });
}

for (const status of [408, 425]) {
  test(`${status} is a server_error when retries do not help`, async () => {
    const { client, server } = setup({ retry: false });
    server.tokenResponses.push(json(status, {}));
    assert.equal(await codeOf(client.getAccessToken()), "server_error");
  });
}

test("retry: false turns retries off", async () => {
  const { client, server } = setup({ retry: false });
  server.tokenResponses.push(json(503, {}));
  assert.equal(await codeOf(client.getAccessToken()), "server_error");
  assert.lengthOf(server.tokenRequests, 1);
});

test("an abort ends the delay between two attempts", async () => {
  const { client, server, clock } = setup();
  server.tokenResponses.push(json(503, {}));
  const controller = new AbortController();
  const aborted = rejection(client.getAccessToken({ signal: controller.signal }));
  await clock.advance(0);
  assert.isAbove(clock.timers, 0);
  controller.abort("enough");
  assert.equal(await aborted, "enough");
  await clock.advance(60 * SECOND);
  assert.lengthOf(server.tokenRequests, 1);
  assert.equal(clock.timers, 0);
});

for (const status of [429, 500, 502, 503]) {
  test(`a product call is not retried after ${status}`, async () => {
    const { client, server } = setup();
    server.callResponses.push(json(status, { message: "no" }));
    assert.equal((await client.fetch("/a")).status, status);
    assert.lengthOf(server.calls, 1);
  });
}

test("a product call is not retried after a network error", async () => {
  const { client, server } = setup();
  server.callResponses.push(new TypeError("fetch failed"));
  assert.equal(await codeOf(client.fetch("/a")), "network_error");
  assert.lengthOf(server.calls, 1);
});
