/** The documentation's GET request with a body goes out whole through a fetch over node:http. */
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import type { FetchLike } from "../../src/index.ts";
import { connect } from "./connect.ts";
import { fault } from "./responders.ts";

const BODY = '{"AppId":"{4C1D}"}';

interface Paths {
  [resource.path]: {
    get: {
      requestBody?: { content: { "application/json": object } };
      responses: { 200: { content: { "application/json": object } } };
    };
  };
}

test("a GET request with a body, and its replay, go out whole", async () => {
  const { client, server } = await connect({ fetch: fetchOverHttp });
  server.callResponders.push(fault(401));
  const response = await client.fetch(resource.path, { body: BODY });
  assert.deepEqual(await response.json(), { ok: true });
  assert.deepEqual(
    server.calls.map(({ method, body }) => [method, body.toString()]),
    [
      ["GET", BODY],
      ["GET", BODY],
    ],
  );
});

test("a typed GET request with a body goes out whole", async () => {
  const { client, server } = await connect({ fetch: fetchOverHttp });
  const { data } = await client.api<Paths>().GET(resource.path, { body: JSON.parse(BODY) });
  assert.deepEqual(data, { ok: true });
  assert.equal(server.calls[0]?.method, "GET");
  assert.equal(server.calls[0]?.body.toString(), BODY);
  assert.equal(server.calls[0]?.headers["content-type"], resource.mediaType);
});

const fetchOverHttp: FetchLike = Object.assign(
  async (url: string, { method = "GET", headers, body }: Parameters<FetchLike>[1]) => {
    const sent = request(url, { method, headers: { ...headers, "content-length": String(Buffer.byteLength(body)) } });
    sent.end(body);
    const [received] = (await once(sent, "response")) as [IncomingMessage];
    return new Response(Readable.toWeb(received) as ReadableStream, {
      status: received.statusCode ?? 0,
      headers: received.headers as Record<string, string>,
    });
  },
  { sendsGetBodies: true },
);
