/** Promise 6: passing failures of the token endpoint are retried, within a budget; product calls are not. */
import { assert, test } from "@microbilt-oauth/testing";
import type { MicrobiltError } from "../../src/index.ts";
import { codeOf, rejection, scene } from "../support/client.ts";
import { json } from "../support/scripted-server.ts";

const SECOND = 1_000;

for (const [name, answer] of [
  ["a network error", () => new TypeError("fetch failed")],
  ["429", () => json(429, {})],
  ["500", () => json(500, {})],
  ["503", () => new Response("<html>", { status: 503 })],
] as const) {
  test(`${name} is retried`, async () => {
    const { client, server, clock } = scene();
    server.tokenAnswers.push(answer(), answer(), answer());
    const token = client.getAccessToken();
    await clock.pass(10 * SECOND);
    assert.equal(await token, server.issued[0]);
    assert.lengthOf(server.tokenRequests, 4);
  });
}

test("a server that does not answer is given up after the timeout, and asked again", async () => {
  const { client, server, clock, events } = scene({ timeout: SECOND });
  server.gate = new Promise(() => {});
  const code = codeOf(client.getAccessToken());
  await clock.pass(60 * SECOND);
  assert.equal(await code, "timeout");
  assert.lengthOf(server.tokenRequests, 4);
  assert.isTrue(server.tokenRequests.every(({ signal }) => signal.aborted));
  assert.lengthOf(
    events.filter(({ type }) => type === "token_request_failed"),
    4,
  );
});

test("a fetch that does not heed its signal is left behind", async () => {
  const { client, clock } = scene({ timeout: SECOND, retry: false, fetch: () => new Promise(() => {}) });
  const code = codeOf(client.getAccessToken());
  await clock.pass(SECOND);
  assert.equal(await code, "timeout");
});

test("delays grow, with full jitter", async () => {
  const { client, server, clock, events } = scene({ random: () => 0.5 });
  server.tokenAnswers.push(json(500, {}), json(500, {}), json(500, {}));
  const token = client.getAccessToken();
  await clock.pass(10 * SECOND);
  await token;
  const delays = events.flatMap((event) => (event.type === "token_request_failed" ? [event.retryIn] : []));
  assert.deepEqual(delays, [250, 500, 1_000]);
});

for (const [name, value, delay] of [
  ["seconds", "7", 7 * SECOND],
  ["a date", "Fri, 15 Jan 2027 08:00:09 GMT", 9 * SECOND],
  ["a date gone by", "Fri, 15 Jan 2016 08:00:00 GMT", 500],
  ["nonsense", "soon", 500],
] as const) {
  test(`Retry-After is honoured when it is ${name}`, async () => {
    const { client, server, clock, events } = scene();
    assert.equal(new Date(clock.now()).toUTCString(), "Fri, 15 Jan 2027 08:00:00 GMT");
    server.tokenAnswers.push(json(429, {}, { "retry-after": value }));
    const token = client.getAccessToken();
    await clock.pass(20 * SECOND);
    await token;
    const [failed] = events.filter((event) => event.type === "token_request_failed");
    assert.equal(failed?.retryIn, delay);
  });
}

test("a Retry-After beyond the budget is an error at once, which says how long", async () => {
  const { client, server } = scene();
  server.tokenAnswers.push(json(429, {}, { "retry-after": "86400" }));
  const error = (await rejection(client.getAccessToken())) as MicrobiltError;
  assert.equal(error.code, "rate_limited");
  assert.equal(error.retryAfter, 86_400 * SECOND);
  assert.lengthOf(server.tokenRequests, 1);
});

test("retry: false turns it off", async () => {
  const { client, server } = scene({ retry: false });
  server.tokenAnswers.push(json(503, {}));
  assert.equal(await codeOf(client.getAccessToken()), "server_error");
  assert.lengthOf(server.tokenRequests, 1);
});

test("an abort ends the wait between two tries", async () => {
  const { client, server, clock } = scene();
  server.tokenAnswers.push(json(503, {}));
  const controller = new AbortController();
  const left = rejection(client.getAccessToken({ signal: controller.signal }));
  await clock.pass(0);
  controller.abort("enough");
  assert.equal(await left, "enough");
  await clock.pass(60 * SECOND);
  assert.lengthOf(server.tokenRequests, 1);
  assert.equal(clock.timers, 0);
});

for (const status of [429, 500, 502, 503]) {
  test(`a product call is not retried on ${status}`, async () => {
    const { client, server } = scene();
    server.callAnswers.push(json(status, { message: "no" }));
    assert.equal((await client.fetch("/a")).status, status);
    assert.lengthOf(server.calls, 1);
  });
}

test("a product call is not retried on a network error", async () => {
  const { client, server } = scene();
  server.callAnswers.push(new TypeError("fetch failed"));
  assert.equal(await codeOf(client.fetch("/a")), "network_error");
  assert.lengthOf(server.calls, 1);
});
