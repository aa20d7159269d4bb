/** A refresh in the background disturbs no call, whatever becomes of it. */
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { type Answer, answer, flood, hang, head, json, raw, reset } from "./answers.ts";
import { type Connected, connect } from "./connect.ts";

/** After so long a token of an hour is due, and still good. */
const DUE_IN_MS = 3_560_000;
const TIMEOUT_IN_MS = 200;

for (const [name, given] of [
  ["hangs", hang],
  ["stops inside its body", raw(`${head(100)}{`)],
  ["loses its connection", reset],
  ["breaks off", raw(`${head(100)}{`, "end")],
  ["is answered by 503", json(503, {})],
  ["is answered by a page", answer(200, "<html>")],
  ["is answered by ten megabytes", flood(200, 10_000_000).answer],
] as [string, Answer][]) {
  test(`a refresh in the background that ${name} is tried once, and the calls go on with the token at hand`, async () => {
    const { client, server, events, told, pass } = await connectWithClock();
    await client.getAccessToken();
    const before = server.tokenRequests.length;
    pass(DUE_IN_MS);
    server.tokenAnswers.push(given);
    const failed = told("token_request_failed");
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

test("who needs a token while the refresh in the background hangs gets one after its timeout", async () => {
  const { client, server, pass } = await connectWithClock();
  const old = await client.getAccessToken();
  pass(DUE_IN_MS);
  server.tokenAnswers.push(hang);
  assert.equal(await client.getAccessToken(), old);
  pass(60_000);
  const token = await client.getAccessToken();
  assert.notEqual(token, old);
  assert.equal(token, server.issued.at(-1));
  await server.tokenRequests.at(-2)?.gone;
});

/** With a time of day and a stopwatch that can be put forward; its timers are real. */
async function connectWithClock(): Promise<Connected & { readonly pass: (ms: number) => void }> {
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead, elapsed: () => performance.now() + ahead };
  const connected = await connect({ clock, timeout: TIMEOUT_IN_MS });
  return {
    ...connected,
    pass(ms) {
      ahead += ms;
    },
  };
}
