/** Only the configured origin receives the access token, whatever URL a call is given. */
import { bearer, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { type Connection, connect, failure } from "./connect.ts";
import { type FaultServer, startFaultServer } from "./fault-server.ts";
import { respond } from "./responders.ts";

type Json = { content: { "application/json": { ok: boolean } } };
type Operation = { responses: { 200: Json } };
type Paths = Record<typeof resource.path, { get: Operation; post: Operation }>;

for (const [name, url] of [
  ["an absolute URL", (host) => `http://${host}/`],
  ["a URL object", (host) => new URL(`http://${host}/`)],
  ["a Request", (host) => new Request(`http://${host}/`, { method: "POST", body: "x" })],
  ["two slashes", (host) => `//${host}/`],
  ["a slash and a backslash", (host) => `/\\${host}/`],
  ["two backslashes", (host) => `\\\\${host}/`],
  ["a tab before two slashes", (host) => `\t//${host}/`],
  ["a space before an absolute URL", (host) => ` http://${host}/`],
  ["backslashes after the scheme", (host) => `http:\\\\${host}/`],
  ["one slash after another scheme", (host) => `https:/${host}/`],
  ["three slashes after the scheme", (host) => `http:///${host}/`],
  ["the configured host as a user", (host, own) => `http://${own}@${host}/`],
  ["the configured host as a password", (host, own) => `http://user:${own}@${host}/`],
  ["a user at the configured host", (_, own) => `http://user:password@${own}/`],
  ["another name of the configured host", (_, own) => `http://${own.replace("127.0.0.1", "localhost")}/`],
  ["another scheme for the configured host", (_, own) => `https://${own}/`],
  ["a data URL", () => "data:,x"],
] as [string, (host: string, own: string) => string | URL | Request][]) {
  test(`nothing is sent for ${name} that leads to another origin`, async () => {
    const { client, server, other } = await connectWithOther();
    const error = await failure(client.fetch(url(other.host, server.host)));
    assert.equal(error.code, "foreign_origin");
    assertNotContacted(other);
    assert.isEmpty(server.connections);
  });
}

test("nothing is sent to the other origin for an object whose url and string differ", async () => {
  const { client, server, other } = await connectWithOther();
  const twoFaced = { url: `${server.origin}/`, toString: () => `${other.origin}/`, clone: () => twoFaced };
  await client.fetch(twoFaced as unknown as Request).catch(() => {});
  assertNotContacted(other);
});

for (const [name, url] of [
  ["leading double dots", () => "/../../x"],
  ["encoded double dots", () => "/%2e%2e/%2E%2E/x"],
  ["double dots and then two slashes", (host) => `/..//${host}/x`],
  ["a dot and then two slashes", (host) => `/.//${host}/x`],
  ["a tab between two slashes", (host) => `/\t/${host}/x`],
  ["a line break between two slashes", (host) => `/\n/${host}/x`],
  ["a slash, a tab and a backslash", (host) => `/\t\\${host}/x`],
  ["another host after an at sign", (host) => `/@${host}/x`],
  ["an at sign without a slash", (host) => `@${host}/x`],
  ["a suffix for the host", () => ".example/x"],
  ["a path like a port", () => "/:1/x"],
  ["the scheme without a host", () => "http:x"],
  ["a query", (host) => `?next=//${host}/`],
  ["an empty string", () => ""],
] as [string, (host: string) => string][]) {
  test(`${name} is sent to the configured origin`, async () => {
    const { client, server, other } = await connectWithOther();
    server.callResponders.push(respond(200, "here"));
    assert.equal(await (await client.fetch(url(other.host))).text(), "here");
    assert.equal(server.calls[0]?.headers.authorization, `${bearer.scheme} ${server.issued[0]}`);
    assert.equal(server.calls[0]?.headers.host, server.host);
    assertNotContacted(other);
  });
}

test("a base URL at another origin for a single request of openapi-fetch is rejected", async () => {
  const { client, server, other } = await connectWithOther();
  const product = client.api<Paths>();
  const baseUrl = other.origin;
  assert.equal((await failure(product.GET(resource.path, { baseUrl }))).code, "foreign_origin");
  assert.equal((await failure(product.POST(resource.path, { baseUrl }))).code, "foreign_origin");
  assert.equal((await failure(product.request("get", resource.path, { baseUrl }))).code, "foreign_origin");
  assertNotContacted(other);
  assert.deepEqual((await product.GET(resource.path)).data, { ok: true });
  assert.lengthOf(server.calls, 1);
});

test("another fetch for a single request of openapi-fetch does not get the access token", async () => {
  const { client, server, other } = await connectWithOther();
  await client.api<Paths>().GET(resource.path, { baseUrl: other.origin, fetch: globalThis.fetch });
  assert.lengthOf(other.calls, 1);
  assert.notProperty(other.calls[0]?.headers, "authorization");
  assert.isEmpty(server.tokenRequests);
});

async function connectWithOther(): Promise<Connection & { readonly other: FaultServer }> {
  return { ...(await connect()), other: await startFaultServer() };
}

function assertNotContacted({ connections }: FaultServer): void {
  assert.isEmpty(connections);
}
