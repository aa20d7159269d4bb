/** What the caller's own async functions are rejected with affects nothing: Node would end the process. */
import { assert, test } from "@microbilt-oauth/testing";
import { settle } from "../support/manual-clock.ts";
import { createMapStore } from "../support/map-store.ts";
import { setup } from "../support/setup.ts";

// An unhandled rejection fails the run.

test("an async listener can fail", async () => {
  let events = 0;
  const { client } = setup({
    onEvent: async () => {
      events += 1;
      throw new Error("no database");
    },
  });
  await client.getAccessToken();
  await settle();
  assert.equal(events, 2);
});

test("an async waitUntil can fail", async () => {
  let calls = 0;
  const { client } = setup({
    store: createMapStore(),
    waitUntil: async () => {
      calls += 1;
      throw new Error("no context");
    },
  });
  await client.getAccessToken();
  await settle();
  assert.equal(calls, 1);
});
