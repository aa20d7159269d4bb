import { assert, test } from "vitest";
import { connect } from "./connect.ts";
test("an unhandled rejection fails", async () => {
  await connect();
  Promise.reject(new Error("boo"));
});
test("order", async () => {
  const { client, server } = await connect();
  const r = await client.fetch("/a");
  assert.equal(r.status, 200);
  assert.lengthOf(server.calls, 1);
});
