/** A background refresh affects no call, however it fails. */
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { type Connection, connect } from "./connect.ts";
import { flood, hang, head, json, type Responder, raw, reset, respond } from "./responders.ts";

/** After this time a token with a lifetime of an hour is due, and still valid. */
const DUE_IN_MS = 3_560_000;
const TIMEOUT_IN_MS = 200;

for (const [name, given] of [
  ["hangs", hang],
  ["stalls inside its body", raw(`${head(100)}{`)],
  ["loses its connection", reset],
  ["is cut off inside its body", raw(`${head(100)}{`, "end")],
  ["fails with 503", json(503, {})],
  ["returns an HTML page", respond(200, "<html>")],
  ["returns ten megabytes", flood(200, 10_000_000).responder],
] as [string, Responder][]) {
  test(`a background refresh that ${name} is sent once, and calls use the cached token`, async () => {
    const { client, server, events, nextEvent, advance } = await connectWithClock();
    await client.getAccessToken();
    const before = server.tokenRequests.length;
    advance(DUE_IN_MS);
    server.tokenResponders.push(given);
    const failed = nextEvent("token_request_failed");
    for (let time = 0; time < 5; time++) {
      assert.equal((await client.fetch(resource.path)).status, 200);
    }
    await failed;
    assert.equal((await client.fetch(resource.path)).status, 200);
    assert.lengthOf(server.tokenRequests, before + 1);
    assert.lengthOf(
      events.filter((event) => event.type === "token_request_failed" && event.background),
      1,
    );
  });
}

test("a caller who needs a token while a background refresh hangs gets one after its timeout", async () => {
  const { client, server, advance } = await connectWithClock();
  const old = await client.getAccessToken();
  advance(DUE_IN_MS);
  server.tokenResponders.push(hang);
  assert.equal(await client.getAccessToken(), old);
  advance(60_000);
  const token = await client.getAccessToken();
  assert.notEqual(token, old);
  assert.equal(token, server.issued.at(-1));
  await server.tokenRequests.at(-2)?.closed;
});

/** Connects with a clock whose times a test can advance, and whose timers are real. */
async function connectWithClock(): Promise<Connection & { readonly advance: (ms: number) => void }> {
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead, elapsed: () => performance.now() + ahead };
  const connected = await connect({ clock, timeout: TIMEOUT_IN_MS });
  return {
    ...connected,
    advance(ms) {
      ahead += ms;
    },
  };
}
