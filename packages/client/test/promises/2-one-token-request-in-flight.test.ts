/** Promise 2: however many callers wait, one token request is in flight; a caller's abort affects no other caller. */
import { assert, test } from "@microbilt-oauth/testing";
import { settle } from "../support/manual-clock.ts";
import { closeGate, invalidClient } from "../support/scripted-server.ts";
import { codeOf, rejection, setup } from "../support/setup.ts";

test("a hundred callers share one token request when there is no cached token", async () => {
  const { client, server } = setup();
  const tokens = await Promise.all(Array.from({ length: 100 }, () => client.getAccessToken()));
  assert.lengthOf(server.tokenRequests, 1);
  assert.lengthOf(new Set(tokens), 1);
});

test("an abort rejects its caller with the signal's reason, and no other caller", async () => {
  const { client, server } = setup();
  const openGate = closeGate(server);
  const controller = new AbortController();
  const reason = new Error("too long");
  const aborted = rejection(client.getAccessToken({ signal: controller.signal }));
  const other = client.getAccessToken();
  await settle();
  controller.abort(reason);
  assert.equal(await aborted, reason);
  openGate();
  assert.equal(await other, server.issued[0]);
  assert.isFalse(server.tokenRequests[0]?.signal.aborted);
});

test("an abort of the first caller does not abort the request that others wait for", async () => {
  const { client, server } = setup();
  const openGate = closeGate(server);
  const controller = new AbortController();
  const aborted = rejection(client.fetch("/a", { signal: controller.signal }));
  await settle();
  const other = client.fetch("/b");
  controller.abort();
  await aborted;
  openGate();
  assert.equal((await other).status, 200);
  assert.lengthOf(server.tokenRequests, 1);
});

test("when all callers have aborted, the request is aborted, and the next caller sends another", async () => {
  const { client, server } = setup();
  const openGate = closeGate(server);
  const controllers = [new AbortController(), new AbortController()];
  const aborted = controllers.map(({ signal }) => rejection(client.getAccessToken({ signal })));
  await settle();
  for (const controller of controllers) {
    controller.abort();
  }
  const next = client.getAccessToken();
  await Promise.all(aborted);
  openGate();
  assert.isString(await next);
  await settle();
  assert.isTrue(server.tokenRequests[0]?.signal.aborted);
  assert.lengthOf(server.tokenRequests, 2);
});

test("nothing is sent for a signal that is already aborted", async () => {
  const { client, server } = setup();
  const reason = new Error("no");
  assert.equal(await rejection(client.getAccessToken({ signal: AbortSignal.abort(reason) })), reason);
  assert.equal(await rejection(client.fetch("/a", { signal: AbortSignal.abort(reason) })), reason);
  assert.lengthOf(server.tokenRequests, 0);
});

test("a failure rejects all callers who wait, and is not cached", async () => {
  const { client, server } = setup({ retry: false });
  server.tokenResponses.push(new Response("<html>", { status: 200 }));
  const codes = [client.getAccessToken(), client.getAccessToken()].map(codeOf);
  assert.deepEqual(await Promise.all(codes), ["response_not_json", "response_not_json"]);
  assert.isString(await client.getAccessToken());
});

test("rejected credentials reject all callers who wait", async () => {
  const { client, server } = setup();
  server.tokenResponses.push(invalidClient());
  const codes = [client.getAccessToken(), client.fetch("/a")].map(codeOf);
  assert.deepEqual(await Promise.all(codes), ["invalid_client", "invalid_client"]);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a fetch that throws synchronously does not block the next caller", async () => {
  let isBroken = true;
  const { client, server } = setup({
    retry: false,
    fetch: (input, init) => {
      if (isBroken) {
        throw new Error("broken");
      }
      return server.fetch(input, init);
    },
  });
  assert.equal(await codeOf(client.getAccessToken()), "network_error");
  isBroken = false;
  assert.isString(await client.getAccessToken());
});

test("two clients do not share a token", async () => {
  const one = setup();
  const other = setup({ clientId: "another-id" });
  one.server.members = { access_token: "one" };
  other.server.members = { access_token: "other" };
  assert.deepEqual(await Promise.all([one.client.getAccessToken(), other.client.getAccessToken()]), ["one", "other"]);
});

test("a caller who waits for a background refresh gets the retries that the refresh itself does not have", async () => {
  const { client, server, clock } = setup({ timeout: 60_000 });
  await client.getAccessToken();
  await clock.advance(3_550_000);
  const openGate = closeGate(server);
  server.tokenResponses.push(new Response(null, { status: 503 }), new Response(null, { status: 503 }));
  await client.getAccessToken();
  await clock.advance(40_000);
  const token = client.getAccessToken();
  openGate();
  await clock.advance(10_000);
  assert.equal(await token, server.issued[1]);
  assert.lengthOf(server.tokenRequests, 4);
});
