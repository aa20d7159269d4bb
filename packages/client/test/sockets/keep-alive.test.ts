/** Failures that were answered cost no connection; those that were not leave none behind. */
import { once } from "node:events";
import { errorCodes, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { answer, fault, json, redirect } from "./answers.ts";
import { connect, failure } from "./connect.ts";

/** Node's fetch opens a second connection when a request follows close upon another's end, and then no more. */
const CONNECTIONS = 2;

test("token requests that are refused, fail and succeed share their connections", async () => {
  const { client, server } = await connect({ retry: { attempts: 3 } });
  server.tokenAnswers.push(
    json(503, {}),
    answer(429, "<html>", { "content-type": "text/html" }),
    json(400, { ErrorCode: "invalid_request" }),
    answer(200, "", { "content-type": "application/json" }),
    json(200, { status: "denied" }),
  );
  for (let time = 0; time < 3; time++) {
    await failure(client.getAccessToken());
  }
  await client.getAccessToken();
  assert.lengthOf(server.tokenRequests, 6);
  assert.isAtMost(server.connections.length, CONNECTIONS);
});

test("calls that are refused, replayed, fail and succeed share their connections", async () => {
  const { client, server } = await connect();
  server.callAnswers.push(
    fault(401),
    json(200, {}),
    fault(500, errorCodes.newToken[2]),
    json(200, {}),
    json(500, { message: "own" }),
    answer(503, "<html>", { "content-type": "text/html" }),
    answer(401, ""),
  );
  for (let time = 0; time < 5; time++) {
    const response = await client.fetch(resource.path, { method: "POST", body: "{}" });
    await response.text();
  }
  assert.isEmpty(server.callAnswers);
  assert.isAtMost(server.connections.length, CONNECTIONS);
});

test("redirects leave no connections open but those that are used again", async () => {
  const { client, server } = await connect();
  await client.getAccessToken();
  for (let time = 0; time < 5; time++) {
    server.callAnswers.push(redirect(307, "/again"));
    await failure(client.fetch(resource.path));
  }
  await (await client.fetch(resource.path)).text();
  assert.isAtMost(server.connections.filter(({ destroyed }) => !destroyed).length, CONNECTIONS);
});

test("a connection the server has closed meanwhile is not used again", async () => {
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
