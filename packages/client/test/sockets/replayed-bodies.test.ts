/** A rejected call is sent once more, with exactly the same body. */
import { errorCodes, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { assertSentTwice, connect } from "./connect.ts";
import { fault } from "./responders.ts";

const TEXT = JSON.stringify({ name: "Zoë €", amount: 1 });
/** Every byte value, in more bytes than fit into one packet. */
const BYTES = Uint8Array.from({ length: 300_000 }, (_, at) => at);

const expired = errorCodes.newToken[2];

for (const [name, create, expected, type] of [
  ["a string", () => TEXT, TEXT, resource.mediaType],
  ["an ArrayBuffer", () => BYTES.slice().buffer, BYTES, undefined],
  ["a Uint8Array", () => BYTES.slice(), BYTES, undefined],
  ["a part of a buffer", () => new Uint8Array(BYTES.buffer, 7, 1_000), BYTES.subarray(7, 1_007), undefined],
  ["URLSearchParams", () => new URLSearchParams({ a: "1 é&" }), "a=1+%C3%A9%26", /^application\/x-www-form-urlencoded/],
  ["a Blob", () => new Blob([BYTES], { type: "application/pdf" }), BYTES, "application/pdf"],
] as [string, () => BodyInit, string | Uint8Array, string | RegExp | undefined][]) {
  for (const [rejectionName, responder] of [
    ["401", fault(401)],
    ["a fault with 500 and the code of an expired token", fault(500, expired)],
  ] as const) {
    test(`a call rejected with ${rejectionName} is sent again with ${name} unchanged`, async () => {
      const { client, server } = await connect();
      server.callResponders.push(responder);
      const response = await client.fetch(resource.path, { method: "POST", body: create() });
      assert.deepEqual(await response.json(), { ok: true });
      assertSentTwice(server);
      for (const { body, headers } of server.calls) {
        assert.isTrue(body.equals(Buffer.from(expected as string)));
        assert.match(headers["content-type"] ?? "none", type ? new RegExp(type) : /^none$/);
      }
    });
  }
}

test("a rejected call is sent again with all fields of a form, including a file", async () => {
  const { client, server } = await connect();
  server.callResponders.push(fault(401));
  assert.equal((await client.fetch(resource.path, { method: "POST", body: createForm() })).status, 200);
  assertSentTwice(server);
  const sent = new Response(createForm());
  const expected = await fieldsOf(await sent.blob(), sent.headers.get("content-type") ?? "");
  for (const { body, headers } of server.calls) {
    assert.deepEqual(await fieldsOf(body, headers["content-type"]), expected);
  }
});

for (const [name, create] of [
  ["a string", () => TEXT],
  ["bytes", () => BYTES.slice()],
  ["a form", createForm],
] as [string, () => BodyInit][]) {
  test(`a rejected Request with ${name} is sent again unchanged, with its headers`, async () => {
    const { client, server } = await connect();
    server.callResponders.push(fault(401));
    const request = new Request(server.origin + resource.path, {
      method: "PUT",
      body: create(),
      headers: { "x-own": "1" },
    });
    const [copy, type] = [request.clone(), request.headers.get("content-type") ?? undefined];
    assert.equal((await client.fetch(request)).status, 200);
    assertSentTwice(server);
    const expected = Buffer.from(await copy.arrayBuffer());
    for (const { method, body, headers } of server.calls) {
      assert.equal(method, "PUT");
      assert.isTrue(body.equals(expected));
      assert.equal(headers["content-type"], type);
      assert.equal(headers["x-own"], "1");
    }
  });
}

test("a rejected call of openapi-fetch is sent again unchanged", async () => {
  const { client, server } = await connect();
  server.callResponders.push(fault(401));
  const product = client.api<Record<typeof resource.path, { post: Operation }>>();
  const { data } = await product.POST(resource.path, { body: { name: "Zoë €", amount: 1 } });
  assert.deepEqual(data, { ok: true });
  assertSentTwice(server);
  assert.deepEqual(
    server.calls.map(({ body }) => String(body)),
    [TEXT, TEXT],
  );
});

test("a stream is sent once: the caller gets the rejection, and the next call gets another token", async () => {
  const { client, server } = await connect();
  server.callResponders.push(fault(401));
  const body = new Blob([BYTES]).stream();
  const response = await client.fetch(resource.path, { method: "POST", body, duplex: "half" } as RequestInit);
  assert.equal(response.status, 401);
  assert.nestedProperty(await response.json(), "fault.detail.errorcode");
  assert.isTrue(server.calls[0]?.body.equals(BYTES));
  assert.lengthOf(server.calls, 1);
  assert.equal((await client.fetch(resource.path)).status, 200);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a Request that is passed as the options keeps its method and body", async () => {
  const { client, server } = await connect();
  const options = new Request(server.origin, { method: "POST", body: TEXT });
  await client.fetch(resource.path, options as RequestInit);
  assert.deepEqual([server.calls[0]?.method, String(server.calls[0]?.body)], ["POST", TEXT]);
});

interface Operation {
  requestBody: { content: { "application/json": unknown } };
  responses: { 200: { content: { "application/json": { ok: boolean } } } };
}

function createForm(): FormData {
  const form = new FormData();
  form.set("a", "1");
  form.set("file", new Blob([BYTES.slice(0, 1_000)], { type: "application/pdf" }), "report é.pdf");
  return form;
}

/** Returns the fields of a form, whatever its boundary is. */
async function fieldsOf(body: Blob | Buffer, type = ""): Promise<unknown[]> {
  const form = await new Response(body as BodyInit, { headers: { "content-type": type } }).formData();
  return Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === "string" ? [name, value] : [name, value.name, value.type, Buffer.from(await value.bytes())],
    ),
  );
}
