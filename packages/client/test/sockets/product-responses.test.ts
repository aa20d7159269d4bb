/** The caller gets the failures of a product as they are, and the call is not sent again. */
import { errorCodes, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { rejection } from "../support/setup.ts";
import { allClosed, assertNoSecrets, connect, failure, fastClock } from "./connect.ts";
import { TOKEN_MARK } from "./fault-server.ts";
import { fault, flood, hang, head, json, pendingResponse, type Responder, raw, reset, respond } from "./responders.ts";

const HTML = { "content-type": "text/html" };
const LONG = JSON.stringify({ long: "é".repeat(500_000) });

for (const [name, responder, body] of [
  ["JSON", json(500, { message: "the product failed" }), '{"message":"the product failed"}'],
  ["a fault of its own", fault(500, "product.Failed"), /"product\.Failed"/],
  ["an HTML page", respond(500, "<html>Failed</html>", HTML), "<html>Failed</html>"],
  ["an empty body", respond(500, ""), ""],
  ["an empty body of type JSON", respond(500, "", { "content-type": "application/json" }), ""],
  ["truncated JSON", respond(500, '{"fault":', { "content-type": "application/json" }), '{"fault":'],
  ["a long JSON body", respond(500, LONG, { "content-type": "application/json" }), LONG],
  ["a long JSON body of unknown length", chunked(LONG), LONG],
] as [string, Responder, string | RegExp][]) {
  test(`the caller gets a product's own 500 with ${name} as it is`, async () => {
    const { client, server } = await connect();
    server.callResponders.push(responder);
    const response = await client.fetch(resource.path, { method: "POST", body: "{}" });
    assert.equal(response.status, 500);
    assert.isFalse(response.bodyUsed);
    const text = await response.text();
    assert.isTrue(typeof body === "string" ? text === body : body.test(text));
    assert.lengthOf(server.calls, 1);
    assert.lengthOf(server.tokenRequests, 1);
  });
}

for (const status of [429, 502, 503, 504]) {
  test(`the caller gets a product's ${status}, and the call is not sent again`, async () => {
    const { client, server } = await connect();
    server.callResponders.push(json(status, { message: "later" }, { "retry-after": "0" }));
    const response = await client.fetch(resource.path, { method: "POST", body: "{}" });
    assert.equal(response.status, status);
    assert.deepEqual(await response.json(), { message: "later" });
    assert.lengthOf(server.calls, 1);
  });
}

test("the caller gets a product's slow 500 before its body has arrived", async () => {
  const { client, server } = await connect({ clock: fastClock(20), timeout: 1_000_000 });
  const end = pendingResponse();
  const body = JSON.stringify({ fault: { faultstring: "Late", detail: { errorcode: errorCodes.newToken[0] } } });
  server.callResponders.push(async (response, request) => {
    response.writeHead(500, { "content-type": "application/json" }).write(body.slice(0, 9));
    await end.responder(response, request);
  });
  const response = await client.fetch(resource.path);
  assert.equal(response.status, 500);
  end.release((late) => late.end(body.slice(9)));
  assert.equal(await response.text(), body);
  assert.lengthOf(server.calls, 1);
  assert.lengthOf(server.tokenRequests, 1);
});

test("the caller can cancel a product's slow 500, which closes its connection", { timeout: 1_000 }, async () => {
  const { client, server } = await connect({ clock: fastClock(20), timeout: 1_000_000 });
  server.callResponders.push((response) =>
    response.writeHead(500, { "content-type": "application/json" }).write("{ it begins"),
  );
  const response = await client.fetch(resource.path);
  await response.body?.cancel();
  await allClosed(server.calls, 1);
});

test("the caller can cancel an endless 500", async () => {
  const { client, server } = await connect();
  const { responder, consumed } = flood(500, 50_000_000, { "content-type": "application/json" });
  server.callResponders.push(responder);
  const response = await client.fetch(resource.path);
  await response.body?.cancel();
  assert.isFalse(await consumed);
});

for (const [name, responder] of [
  ["resets the connection", reset],
  ["closes the connection", raw("", "end")],
  ["closes the connection inside the headers", raw("HTTP/1.1 200 OK\r\nconte", "reset")],
  ["does not speak HTTP", raw(`SSH-2.0-${TOKEN_MARK}\r\n`)],
] as const) {
  for (const init of [{ method: "GET" }, { method: "POST", body: "{}" }]) {
    test(`a ${init.method} to a server that ${name} is sent once, and its network error does not contain the token`, async () => {
      const { client, server } = await connect();
      server.callResponders.push(responder);
      const error = await failure(client.fetch(resource.path, init));
      assert.equal(error.code, "network_error");
      assert.instanceOf(error.cause, Error);
      assert.lengthOf(server.calls, 1);
      assert.equal((await client.fetch(resource.path)).status, 200);
      assert.lengthOf(server.tokenRequests, 1);
    });
  }
}

for (const [name, start] of [
  ["200", head(100)],
  ["500", head(100).replace("200 OK", "500 Internal Server Error")],
  ["401", head(100, "text/plain").replace("200 OK", "401 Unauthorized")],
] as const) {
  test(`a truncated body after ${name} rejects its reader, and nothing else`, async () => {
    const { client, server } = await connect();
    server.callResponders.push(raw(`${start}{"a":`, "end"), raw(`${start}{"a":`, "end"));
    const response = await client.fetch(resource.path);
    const error = await rejection(response.text());
    assert.instanceOf(error, TypeError);
    assertNoSecrets(error);
  });

  test(`a truncated body after ${name} that nobody reads causes no unhandled rejection`, async () => {
    const { client, server } = await connect();
    server.callResponders.push(raw(`${start}{"a":`, "end"), raw(`${start}{"a":`, "end"));
    await client.fetch(resource.path);
    await allClosed(server.calls, name === "401" ? 2 : 1);
  });
}

test("a refused connection is a network error whose cause says so", async () => {
  const { client, server } = await connect();
  await client.getAccessToken();
  await server.close();
  const error = await failure(client.fetch(resource.path));
  assert.equal(error.code, "network_error");
  assert.deepInclude(error.cause, { code: "ECONNREFUSED" });
});

test("a call has no deadline except the caller's", async () => {
  const { client, server } = await connect({ timeout: 150 });
  await client.getAccessToken();
  server.callResponders.push(hang);
  const error = await rejection(client.fetch(resource.path, { signal: AbortSignal.timeout(300) }));
  assert.propertyVal(error, "name", "TimeoutError");
});

function chunked(body: string): Responder {
  return (response) => {
    response.writeHead(500, { "content-type": "application/json" });
    response.write(body.slice(0, 3));
    response.end(body.slice(3));
  };
}
