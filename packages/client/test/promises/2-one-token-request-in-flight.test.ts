/** Promise 2: however many callers, one token request is in flight; one caller's abort is nobody else's. */
import { assert, test } from "@microbilt-oauth/testing";
import { codeOf, rejection, scene } from "../support/client.ts";
import { settle } from "../support/owned-clock.ts";
import { refusedClient, type ScriptedServer } from "../support/scripted-server.ts";

test("a hundred callers of a cold client share one token request", async () => {
  const { client, server } = scene();
  const tokens = await Promise.all(Array.from({ length: 100 }, () => client.getAccessToken()));
  assert.lengthOf(server.tokenRequests, 1);
  assert.lengthOf(new Set(tokens), 1);
});

test("a caller that aborts leaves alone, with its own reason", async () => {
  const { client, server } = scene();
  const open = close(server);
  const impatient = new AbortController();
  const reason = new Error("too long");
  const left = rejection(client.getAccessToken({ signal: impatient.signal }));
  const stayed = client.getAccessToken();
  await settle();
  impatient.abort(reason);
  assert.equal(await left, reason);
  open();
  assert.equal(await stayed, server.issued[0]);
  assert.isFalse(server.tokenRequests[0]?.signal.aborted);
});

test("the first caller's abort does not end the request for those who joined", async () => {
  const { client, server } = scene();
  const open = close(server);
  const first = new AbortController();
  const left = rejection(client.fetch("/a", { signal: first.signal }));
  await settle();
  const joined = client.fetch("/b");
  first.abort();
  await left;
  open();
  assert.equal((await joined).status, 200);
  assert.lengthOf(server.tokenRequests, 1);
});

test("when all have gone the request is aborted, and the next caller begins anew", async () => {
  const { client, server } = scene();
  const open = close(server);
  const controllers = [new AbortController(), new AbortController()];
  const left = controllers.map(({ signal }) => rejection(client.getAccessToken({ signal })));
  await settle();
  for (const controller of controllers) {
    controller.abort();
  }
  const next = client.getAccessToken();
  await Promise.all(left);
  open();
  assert.isString(await next);
  await settle();
  assert.isTrue(server.tokenRequests[0]?.signal.aborted);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a signal that is aborted already sends nothing", async () => {
  const { client, server } = scene();
  const reason = new Error("no");
  assert.equal(await rejection(client.getAccessToken({ signal: AbortSignal.abort(reason) })), reason);
  assert.equal(await rejection(client.fetch("/a", { signal: AbortSignal.abort(reason) })), reason);
  assert.lengthOf(server.tokenRequests, 0);
});

test("a failure is given to all who waited, and kept for nobody", async () => {
  const { client, server } = scene({ retry: false });
  server.tokenAnswers.push(new Response("<html>", { status: 200 }));
  const failed = [client.getAccessToken(), client.getAccessToken()].map(codeOf);
  assert.deepEqual(await Promise.all(failed), ["response_not_json", "response_not_json"]);
  assert.isString(await client.getAccessToken());
});

test("a fetch that throws at once frees the slot", async () => {
  let isBroken = true;
  const { client, server } = scene({
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

test("two clients do not get each other's token", async () => {
  const one = scene();
  const other = scene({ clientId: "another-id" });
  one.server.members = { access_token: "one" };
  other.server.members = { access_token: "other" };
  assert.deepEqual(await Promise.all([one.client.getAccessToken(), other.client.getAccessToken()]), ["one", "other"]);
});

test("those who joined a refresh in the background get the retries it does not have", async () => {
  const { client, server, clock } = scene({ timeout: 60_000 });
  await client.getAccessToken();
  await clock.pass(3_550_000);
  const open = close(server);
  server.tokenAnswers.push(new Response(null, { status: 503 }), new Response(null, { status: 503 }));
  await client.getAccessToken();
  await clock.pass(40_000);
  const joined = client.getAccessToken();
  open();
  await clock.pass(10_000);
  assert.equal(await joined, server.issued[1]);
  assert.lengthOf(server.tokenRequests, 4);
});

test("a refused client is told to all who waited", async () => {
  const { client, server } = scene();
  server.tokenAnswers.push(refusedClient());
  const failed = [client.getAccessToken(), client.fetch("/a")].map(codeOf);
  assert.deepEqual(await Promise.all(failed), ["invalid_client", "invalid_client"]);
  assert.lengthOf(server.tokenRequests, 1);
});

/** Lets token requests wait until the gate is opened. */
function close(server: ScriptedServer): () => void {
  let open = () => {};
  server.gate = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}
