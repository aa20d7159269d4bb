/** An abort ends its caller's wait; the token request continues as long as another caller waits for it. */
import { EventEmitter, getEventListeners, once } from "node:events";
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { CLIENT_SECRET, rejection } from "../support/setup.ts";
import { connect } from "./connect.ts";
import { fault, pendingResponse, respond, token } from "./responders.ts";

const REASON = new Error("aborted by the caller");

test("getAccessToken with an aborted signal sends nothing", async () => {
  const { client, server } = await connect();
  assert.equal(await rejection(client.getAccessToken({ signal: AbortSignal.abort(REASON) })), REASON);
  assert.isEmpty(server.connections);
});

test("an abort during the token request ends the call, and the request if no other caller waits for it", async () => {
  const { client, server } = await connect();
  const pending = pendingResponse();
  server.tokenResponders.push(pending.responder);
  const controller = new AbortController();
  const call = rejection(client.fetch(resource.path, { signal: controller.signal }));
  const { closed } = await pending.received;
  controller.abort(REASON);
  assert.equal(await call, REASON);
  await closed;
  assert.isEmpty(server.calls);
  assert.equal((await client.fetch(resource.path)).status, 200);
});

test("an abort of one caller does not abort the token request for the others", async () => {
  const { client, server } = await connect();
  const pending = pendingResponse();
  server.tokenResponders.push(pending.responder);
  const controller = new AbortController();
  const aborted = rejection(client.fetch(resource.path, { signal: controller.signal }));
  const other = client.getAccessToken({ signal: new AbortController().signal });
  await pending.received;
  controller.abort(REASON);
  assert.equal(await aborted, REASON);
  pending.release(token({ access_token: "for-the-other" }));
  assert.equal(await other, "for-the-other");
  assert.lengthOf(server.tokenRequests, 1);
});

test("when all callers have aborted, the token request is aborted and not retried", async () => {
  const { client, server, events } = await connect({ retry: { attempts: 5 } });
  const pending = pendingResponse();
  server.tokenResponders.push(pending.responder);
  const controllers = [new AbortController(), new AbortController()];
  const calls = controllers.map(({ signal }) => rejection(client.getAccessToken({ signal })));
  const { closed } = await pending.received;
  for (const controller of controllers) {
    controller.abort(REASON);
  }
  assert.deepEqual(await Promise.all(calls), [REASON, REASON]);
  await closed;
  assert.lengthOf(
    events.filter(({ type }) => type === "token_request"),
    1,
  );
});

test("an abort during the second token request ends the call", async () => {
  const { client, server } = await connect();
  await client.getAccessToken();
  const pending = pendingResponse();
  server.tokenResponders.push(pending.responder);
  server.callResponders.push(fault(401));
  const controller = new AbortController();
  const ended = rejection(client.fetch(resource.path, { signal: controller.signal }));
  const { closed } = await pending.received;
  controller.abort(REASON);
  assert.equal(await ended, REASON);
  await closed;
  assert.lengthOf(server.calls, 1);
});

test("an abort while a function fetches the secret prevents the token request", async () => {
  const vault = new EventEmitter();
  const clientSecret = () => new Promise<string>((resolve) => vault.emit("read", () => resolve(CLIENT_SECRET)));
  const { client, server, events } = await connect({ clientSecret });
  // The first token request leaves an open connection, over which another one would be sent at once.
  vault.once("read", (respond) => respond());
  await client.getAccessToken();
  client.invalidate();
  const read = once(vault, "read");
  const controller = new AbortController();
  const ended = rejection(client.getAccessToken({ signal: controller.signal }));
  const [respondLate] = await read;
  controller.abort(REASON);
  respondLate();
  assert.equal(await ended, REASON);
  vault.once("read", (respond) => respond());
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
  assert.lengthOf(
    events.filter(({ type }) => type === "token_request"),
    2,
  );
});

test("a signal that outlives many token requests accumulates no listeners", async () => {
  const { client, server } = await connect();
  const { signal } = new AbortController();
  for (let time = 0; time < 20; time++) {
    await client.getAccessToken({ signal });
    client.invalidate();
    server.tokenResponders.push(respond(400, ""));
    await rejection(client.getAccessToken({ signal }));
  }
  assert.lengthOf(server.tokenRequests, 40);
  assert.isEmpty(getEventListeners(signal, "abort"));
});
