/** Every time that the client uses comes from the clock in its options, whatever kind of object that is. */
import { assert, test } from "@microbilt-oauth/testing";
import type { Clock } from "../../src/index.ts";
import { createManualClock, type ManualClock, settle } from "../support/manual-clock.ts";
import { tokenResponse } from "../support/scripted-server.ts";
import { setup } from "../support/setup.ts";

const HOUR = 3_600_000;

class ClassClock implements Clock {
  readonly manual: ManualClock = createManualClock();

  now(): number {
    return this.manual.now();
  }

  elapsed(): number {
    return this.manual.elapsed();
  }

  setTimeout(callback: () => void, delay: number, idle: boolean): () => void {
    return this.manual.setTimeout(callback, delay, idle);
  }
}

test("a clock can be an instance of a class", async () => {
  const clock = new ClassClock();
  const { client, server } = setup({ clock, refreshAhead: 0 });
  await client.getAccessToken();
  await clock.manual.advance(HOUR);
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

test("a clock can be an object whose methods use this", async () => {
  const clock = {
    time: 1_800_000_000_000,
    now() {
      return this.time;
    },
    elapsed() {
      return this.time;
    },
  };
  const { client, server } = setup({ clock, refreshAhead: 0 });
  await client.getAccessToken();
  clock.time += HOUR;
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

test("a clock whose methods are replaced later uses the new ones", async () => {
  const { client, server, clock } = setup({ refreshAhead: 0 });
  await client.getAccessToken();
  const { now } = clock;
  clock.now = () => now() + HOUR;
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
});

test("the system clock replaces the methods that a clock does not have", async () => {
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const { client, server } = setup({ clock, refreshAhead: 0, retry: { attempts: 2 }, random: () => 0 });
  // The delay before the retry needs a timer of the system clock.
  server.tokenResponses.push(new Response(null, { status: 503 }), tokenResponse({ access_token: "a" }));
  assert.equal(await client.getAccessToken(), "a");
  ahead = HOUR;
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 3);
});

test("the timers of a class instance end token requests", async () => {
  const clock = new ClassClock();
  const { client, server } = setup({ clock, timeout: 1_000, retry: false });
  server.gate = new Promise(() => {});
  let code: unknown;
  client.getAccessToken().catch((error) => {
    code = error.code;
  });
  await clock.manual.advance(1_000);
  await settle();
  assert.equal(code, "timeout");
});
