/** What becomes of a product's own failures: the caller gets them, once, as they are. */
import { errorCodes, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { rejection } from "../support/client.ts";
import { type Answer, answer, fault, flood, hang, head, held, json, raw, reset } from "./answers.ts";
import { assertSecretive, connect, failure, hurriedClock } from "./connect.ts";
import { TOKEN_MARK } from "./fault-server.ts";

const PAGE = { "content-type": "text/html" };
const MUCH = JSON.stringify({ much: "é".repeat(500_000) });

for (const [name, given, body] of [
  ["JSON", json(500, { message: "the product failed" }), '{"message":"the product failed"}'],
  ["a fault of its own", fault(500, "product.Failed"), /"product\.Failed"/],
  ["a page", answer(500, "<html>Failed</html>", PAGE), "<html>Failed</html>"],
  ["nothing", answer(500, ""), ""],
  ["nothing that says it is JSON", answer(500, "", { "content-type": "application/json" }), ""],
  ["JSON cut short", answer(500, '{"fault":', { "content-type": "application/json" }), '{"fault":'],
  ["much JSON", answer(500, MUCH, { "content-type": "application/json" }), MUCH],
  ["much JSON of unknown length", chunked(MUCH), MUCH],
] as [string, Answer, string | RegExp][]) {
  test(`a product's own 500 with ${name} is handed over untouched`, async () => {
    const { client, server } = await connect();
    server.callAnswers.push(given);
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
  test(`a product's ${status} is handed over, and the call is not sent again`, async () => {
    const { client, server } = await connect();
    server.callAnswers.push(json(status, { message: "later" }, { "retry-after": "0" }));
    const response = await client.fetch(resource.path, { method: "POST", body: "{}" });
    assert.equal(response.status, status);
    assert.deepEqual(await response.json(), { message: "later" });
    assert.lengthOf(server.calls, 1);
  });
}

test("a product's slow 500 is handed over before its body is there", async () => {
  const { client, server } = await connect({ clock: hurriedClock(20), timeout: 1_000_000 });
  const end = held();
  const body = JSON.stringify({ fault: { faultstring: "Late", detail: { errorcode: errorCodes.newToken[0] } } });
  server.callAnswers.push(async (response, arrival) => {
    response.writeHead(500, { "content-type": "application/json" }).write(body.slice(0, 9));
    await end.answer(response, arrival);
  });
  const response = await client.fetch(resource.path);
  assert.equal(response.status, 500);
  end.release((late) => late.end(body.slice(9)));
  assert.equal(await response.text(), body);
  assert.lengthOf(server.calls, 1);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a product's slow 500 can be let go of, and its connection with it", { timeout: 1_000 }, async () => {
  const { client, server } = await connect({ clock: hurriedClock(20), timeout: 1_000_000 });
  server.callAnswers.push((response) =>
    response.writeHead(500, { "content-type": "application/json" }).write("{ it begins, and stops"),
  );
  const response = await client.fetch(resource.path);
  await response.body?.cancel();
  await server.calls[0]?.gone;
});

test("an endless 500 can be let go of", async () => {
  const { client, server } = await connect();
  const { answer: pour, swallowed } = flood(500, 50_000_000, { "content-type": "application/json" });
  server.callAnswers.push(pour);
  const response = await client.fetch(resource.path);
  await response.body?.cancel();
  assert.isFalse(await swallowed);
});

for (const [name, given] of [
  ["resets the connection", reset],
  ["closes the connection", raw("", "end")],
  ["breaks off inside the headers", raw("HTTP/1.1 200 OK\r\nconte", "reset")],
  ["does not speak HTTP", raw(`SSH-2.0-${TOKEN_MARK}\r\n`)],
] as const) {
  for (const init of [{ method: "GET" }, { method: "POST", body: "{}" }]) {
    test(`a ${init.method} to a server that ${name} is a network error, sent once, without the bearer in it`, async () => {
      const { client, server } = await connect();
      server.callAnswers.push(given);
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
  test(`a body that breaks off after ${name} fails where it is read, and nowhere else`, async () => {
    const { client, server } = await connect();
    server.callAnswers.push(raw(`${start}{"a":`, "end"), raw(`${start}{"a":`, "end"));
    const response = await client.fetch(resource.path);
    const error = await rejection(response.text());
    assert.instanceOf(error, TypeError);
    assertSecretive(error);
  });

  test(`a body that breaks off after ${name} and is not read disturbs nobody`, async () => {
    const { client, server } = await connect();
    server.callAnswers.push(raw(`${start}{"a":`, "end"), raw(`${start}{"a":`, "end"));
    await client.fetch(resource.path);
    await server.calls.at(-1)?.gone;
  });
}

test("a refused connection is a network error that says so", async () => {
  const { client, server } = await connect();
  await client.getAccessToken();
  await server.close();
  const error = await failure(client.fetch(resource.path));
  assert.equal(error.code, "network_error");
  assert.deepInclude(error.cause, { code: "ECONNREFUSED" });
});

test("a call has no deadline but the caller's", async () => {
  const { client, server } = await connect({ timeout: 150 });
  await client.getAccessToken();
  server.callAnswers.push(hang);
  const error = await rejection(client.fetch(resource.path, { signal: AbortSignal.timeout(300) }));
  assert.propertyVal(error, "name", "TimeoutError");
});

function chunked(body: string): Answer {
  return (response) => {
    response.writeHead(500, { "content-type": "application/json" });
    response.write(body.slice(0, 3));
    response.end(body.slice(3));
  };
}
