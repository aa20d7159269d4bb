/** A call sends what its arguments were when it was made, like `fetch`: callers use one object for many calls. */
import { assert, test } from "@microbilt-oauth/testing";
import { closeGate } from "../support/scripted-server.ts";
import { codeOf, setup } from "../support/setup.ts";

for (const [name, headers] of [
  ["an object", { "x-n": "" } as Record<string, string>],
  ["a Headers object", new Headers({ "x-n": "" })],
] as const) {
  test(`calls that wait for a token do not share options that change, with ${name} as the headers`, async () => {
    const { client, server } = setup();
    const open = closeGate(server);
    const options: RequestInit = { method: "POST", headers };
    const calls = ["1", "2", "3"].map((n) => {
      options.body = n;
      if (headers instanceof Headers) {
        headers.set("x-n", n);
      } else {
        headers["x-n"] = n;
      }
      return client.fetch("/a", options);
    });
    options.method = "DELETE";
    open();
    await Promise.all(calls);
    const sent = server.calls.map((call) => [call.method, call.body, call.headers.get("x-n")]);
    assert.deepEqual(
      sent,
      ["1", "2", "3"].map((n) => ["POST", n, n]),
    );
  });
}

test("a replayed call sends the same body, even if the options have changed", async () => {
  const { client, server } = setup();
  const options = { method: "POST", body: "1" };
  server.callResponses.push(() => {
    options.body = "2";
    return new Response(null, { status: 401 });
  });
  await client.fetch("/a", options);
  assert.deepEqual(
    server.calls.map(({ body }) => body),
    ["1", "1"],
  );
});

test("inherited options count", async () => {
  const { client, server } = setup();
  await client.fetch("/a", Object.create({ method: "POST", body: "1" }));
  assert.deepEqual([server.calls[0]?.method, server.calls[0]?.body], ["POST", "1"]);
});

test("null as the body does not replace that of a Request", async () => {
  const { client, server } = setup();
  await client.fetch(new Request("https://api.example/a", { method: "POST", body: "1" }), { body: null });
  assert.equal(server.calls[0]?.body, "1");
});

test("the body of a stream that only has pipe is not sent twice", async () => {
  const { client, server } = setup();
  server.callResponses.push(new Response(null, { status: 401 }));
  const form = { append() {}, pipe() {} } as unknown as FormData;
  assert.equal((await client.fetch("/a", { method: "POST", body: form })).status, 401);
  assert.lengthOf(server.calls, 1);
});

for (const [name, createBody] of [
  ["a promise", () => Promise.resolve("{}")],
  ["a Response", () => new Response("{}")],
  ["an Error", () => new Error("no")],
] as const) {
  test(`${name} is not sent as a body`, async () => {
    const { client, server } = setup();
    const call = client.fetch("/a", { method: "POST", body: createBody() as never });
    assert.equal(await codeOf(call), "invalid_argument");
    assert.lengthOf(server.calls, 0);
  });
}

test("what an object looks like to an array index does not choose the origin", async () => {
  const { client, server } = setup();
  const input = { 0: "/", 1: "a", toString: () => "@elsewhere.example/" };
  await client.fetch(input as unknown as URL);
  assert.equal(server.calls[0]?.url.origin, "https://api.example");
});
