/** An error response does not cost a connection, and no failure leaves a connection open. */
import { once } from "node:events";
import { errorCodes, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { connect, failure } from "./connect.ts";
import { fault, json, redirect, respond } from "./responders.ts";

/** Node's fetch opens a second connection when a request follows another at once, and then no more. */
const CONNECTIONS = 2;

test("token requests that succeed, fail and are rejected share their connections", async () => {
  const { client, server } = await connect({ retry: { attempts: 3 } });
  server.tokenResponders.push(
    json(503, {}),
    respond(429, "<html>", { "content-type": "text/html" }),
    json(400, { ErrorCode: "invalid_request" }),
    respond(200, "", { "content-type": "application/json" }),
    json(200, { status: "denied" }),
  );
  for (let time = 0; time < 3; time++) {
    await failure(client.getAccessToken());
  }
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 6);
  assert.isAtMost(server.connections.length, CONNECTIONS);
});

test("calls that succeed, fail, are rejected and are replayed share their connections", async () => {
  const { client, server } = await connect();
  server.callResponders.push(
    fault(401),
    json(200, {}),
    fault(500, errorCodes.newToken[2]),
    json(200, {}),
    json(500, { message: "own" }),
    respond(503, "<html>", { "content-type": "text/html" }),
    respond(401, ""),
  );
  for (let time = 0; time < 5; time++) {
    const response = await client.fetch(resource.path, { method: "POST", body: "{}" });
    await response.text();
  }
  assert.isEmpty(server.callResponders);
  assert.isAtMost(server.connections.length, CONNECTIONS);
});

test("redirects leave no connections open except those that are used again", async () => {
  const { client, server } = await connect();
  await client.getAccessToken();
  for (let time = 0; time < 5; time++) {
    server.callResponders.push(redirect(307, "/again"));
    await failure(client.fetch(resource.path));
  }
  await (await client.fetch(resource.path)).text();
  assert.isAtMost(server.connections.filter(({ destroyed }) => !destroyed).length, CONNECTIONS);
});

test("a connection that the server has closed is not used again", async () => {
  const { client, server } = await connect();
  for (let time = 0; time < 3; time++) {
    const response = await client.fetch(resource.path, { method: "POST", body: "{}" });
    assert.equal(response.status, 200);
    await response.text();
    const [connection] = server.connections.filter(({ destroyed }) => !destroyed);
    const closed = connection && once(connection, "close");
    connection?.end();
    await closed;
  }
  assert.lengthOf(server.calls, 3);
  assert.lengthOf(server.connections, 3);
});
