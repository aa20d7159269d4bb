/** An abort ends what its caller waits for; a token request goes on while anybody waits for it. */
import { EventEmitter, getEventListeners, once } from "node:events";
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { CLIENT_SECRET, rejection } from "../support/client.ts";
import { answer, fault, grant, held } from "./answers.ts";
import { connect } from "./connect.ts";

const REASON = new Error("the caller has had enough");

test("a token asked for with a signal aborted beforehand is not asked for", async () => {
  const { client, server } = await connect();
  assert.equal(await rejection(client.getAccessToken({ signal: AbortSignal.abort(REASON) })), REASON);
  assert.isEmpty(server.connections);
});

test("an abort during the token request ends the call, and the token request nobody else waits for", async () => {
  const { client, server } = await connect();
  const token = held();
  server.tokenAnswers.push(token.answer);
  const controller = new AbortController();
  const call = rejection(client.fetch(resource.path, { signal: controller.signal }));
  const { gone } = await token.reached;
  controller.abort(REASON);
  assert.equal(await call, REASON);
  await gone;
  assert.isEmpty(server.calls);
  assert.equal((await client.fetch(resource.path)).status, 200);
});

test("an abort of one caller leaves the token request to the others", async () => {
  const { client, server } = await connect();
  const token = held();
  server.tokenAnswers.push(token.answer);
  const controller = new AbortController();
  const left = rejection(client.fetch(resource.path, { signal: controller.signal }));
  const stayed = client.getAccessToken({ signal: new AbortController().signal });
  await token.reached;
  controller.abort(REASON);
  assert.equal(await left, REASON);
  token.release(grant({ access_token: "for-the-other" }));
  assert.equal(await stayed, "for-the-other");
  assert.lengthOf(server.tokenRequests, 1);
});

test("when all callers have gone the token request is ended, and its retries with it", async () => {
  const { client, server, events } = await connect({ retry: { attempts: 5 } });
  const token = held();
  server.tokenAnswers.push(token.answer);
  const controllers = [new AbortController(), new AbortController()];
  const calls = controllers.map(({ signal }) => rejection(client.getAccessToken({ signal })));
  const { gone } = await token.reached;
  for (const controller of controllers) {
    controller.abort(REASON);
  }
  assert.deepEqual(await Promise.all(calls), [REASON, REASON]);
  await gone;
  assert.lengthOf(
    events.filter(({ type }) => type === "token_request"),
    1,
  );
});

test("an abort during the second token request ends the call", async () => {
  const { client, server } = await connect();
  await client.getAccessToken();
  const token = held();
  server.tokenAnswers.push(token.answer);
  server.callAnswers.push(fault(401));
  const controller = new AbortController();
  const ended = rejection(client.fetch(resource.path, { signal: controller.signal }));
  const { gone } = await token.reached;
  controller.abort(REASON);
  assert.equal(await ended, REASON);
  await gone;
  assert.lengthOf(server.calls, 1);
});

test("an abort while the secret is fetched sends no token request", async () => {
  const asked = new EventEmitter();
  const clientSecret = () => new Promise<string>((resolve) => asked.emit("secret", () => resolve(CLIENT_SECRET)));
  const { client, server, events } = await connect({ clientSecret });
  // A first one leaves an open connection, over which another would be sent at once.
  asked.once("secret", (give) => give());
  await client.getAccessToken();
  client.invalidate();
  const fetched = once(asked, "secret");
  const controller = new AbortController();
  const ended = rejection(client.getAccessToken({ signal: controller.signal }));
  const [giveLate] = await fetched;
  controller.abort(REASON);
  giveLate();
  assert.equal(await ended, REASON);
  asked.once("secret", (give) => give());
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 2);
  assert.lengthOf(
    events.filter(({ type }) => type === "token_request"),
    2,
  );
});

test("a signal that outlives many token requests gathers no listeners", async () => {
  const { client, server } = await connect();
  const { signal } = new AbortController();
  for (let time = 0; time < 20; time++) {
    await client.getAccessToken({ signal });
    client.invalidate();
    server.tokenAnswers.push(answer(400, ""));
    await rejection(client.getAccessToken({ signal }));
  }
  assert.lengthOf(server.tokenRequests, 40);
  assert.isEmpty(getEventListeners(signal, "abort"));
});
