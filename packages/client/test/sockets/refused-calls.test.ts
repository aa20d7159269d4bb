/** A refused call is sent once more and not twice; what is handed over can be read, and the rest is let go of. */
import { errorCodes, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { fault, json, reset } from "./answers.ts";
import { assertTwoTries, connect, failure, hurriedClock } from "./connect.ts";

const BODY = "{}";

test("a second refusal is handed over as it is", async () => {
  const { client, server } = await connect();
  server.callAnswers.push(fault(401), json(401, { second: true }));
  const response = await client.fetch(resource.path, { method: "POST", body: BODY });
  assert.equal(response.status, 401);
  assert.isFalse(response.bodyUsed);
  assert.deepEqual(await response.json(), { second: true });
  assertTwoTries(server);
});

test("a product that the application may not call is not asked twice, and the token is kept", async () => {
  const { client, server } = await connect();
  server.callAnswers.push(fault(401, errorCodes.none[0]));
  const response = await client.fetch(resource.path);
  assert.equal(response.status, 401);
  assert.nestedProperty(await response.json(), "fault.detail.errorcode");
  assert.equal((await client.fetch(resource.path)).status, 200);
  assert.lengthOf(server.calls, 2);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a call whose second try loses its connection is not sent a third time", async () => {
  const { client, server } = await connect();
  server.callAnswers.push(fault(401), reset);
  assert.equal((await failure(client.fetch(resource.path, { method: "POST", body: BODY }))).code, "network_error");
  assertTwoTries(server);
});

for (const type of ["text/plain", "application/json"]) {
  test(`a refusal in ${type} that goes on and on is let go of when the call is sent again`, {
    timeout: 1_000,
  }, async () => {
    const { client, server } = await connect({ clock: hurriedClock(20), timeout: 1_000_000 });
    server.callAnswers.push((response) => response.writeHead(401, { "content-type": type }).write("{ it begins, and"));
    assert.equal((await client.fetch(resource.path)).status, 200);
    assertTwoTries(server);
    await server.calls[0]?.gone;
  });
}

test("a refusal is let go of when no other token is to be had", { timeout: 1_000 }, async () => {
  const { client, server } = await connect();
  await client.getAccessToken();
  server.callAnswers.push((response) => response.writeHead(401).write("it begins, and goes on"));
  server.tokenAnswers.push(json(400, {}));
  assert.equal((await failure(client.fetch(resource.path))).code, "token_request_refused");
  await server.calls[0]?.gone;
});
