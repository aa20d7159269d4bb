/** The bearer arrives at the configured origin, whatever a call names, and nowhere else. */
import { bearer, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import type { ApiOptions } from "../../src/index.ts";
import { answer } from "./answers.ts";
import { type Connected, connect, failure } from "./connect.ts";
import { type FaultServer, startFaultServer } from "./fault-server.ts";

type Json = { content: { "application/json": { ok: boolean } } };
type Operation = { responses: { 200: Json } };
type Paths = Record<typeof resource.path, { get: Operation; post: Operation }>;

for (const [name, address] of [
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
  ["our host as a user", (host, own) => `http://${own}@${host}/`],
  ["our host as a user and password", (host, own) => `http://user:${own}@${host}/`],
  ["a user at our host", (_, own) => `http://user:password@${own}/`],
  ["our address by another name", (_, own) => `http://${own.replace("127.0.0.1", "localhost")}/`],
  ["our host with another scheme", (_, own) => `https://${own}/`],
  ["a data URL", () => "data:,x"],
] as [string, (host: string, own: string) => string | URL | Request][]) {
  test(`${name} that leads elsewhere gets nothing`, async () => {
    const { client, server, elsewhere } = await connectBeside();
    const error = await failure(client.fetch(address(elsewhere.host, server.host)));
    assert.equal(error.code, "foreign_origin");
    assertUntouched(elsewhere);
    assert.isEmpty(server.connections);
  });
}

test("an object whose url is ours and whose text leads elsewhere gets nothing", async () => {
  const { client, server, elsewhere } = await connectBeside();
  const twoFaced = { url: `${server.origin}/`, toString: () => `${elsewhere.origin}/`, clone: () => twoFaced };
  await client.fetch(twoFaced as unknown as Request).catch(() => {});
  assertUntouched(elsewhere);
});

for (const [name, address] of [
  ["dots that climb", () => "/../../x"],
  ["escaped dots that climb", () => "/%2e%2e/%2E%2E/x"],
  ["dots and then two slashes", (host) => `/..//${host}/x`],
  ["a dot and then two slashes", (host) => `/.//${host}/x`],
  ["a tab between two slashes", (host) => `/\t/${host}/x`],
  ["a line break between two slashes", (host) => `/\n/${host}/x`],
  ["a slash, a tab and a backslash", (host) => `/\t\\${host}/x`],
  ["another host behind an at sign", (host) => `/@${host}/x`],
  ["an at sign without a slash", (host) => `@${host}/x`],
  ["something that would lengthen the host", () => ".example/x"],
  ["something that would change the port", () => "/:1/x"],
  ["our scheme and no host", () => "http:x"],
  ["a query alone", (host) => `?next=//${host}/`],
  ["nothing", () => ""],
] as [string, (host: string) => string][]) {
  test(`${name} stays with the configured server`, async () => {
    const { client, server, elsewhere } = await connectBeside();
    server.callAnswers.push(answer(200, "here"));
    assert.equal(await (await client.fetch(address(elsewhere.host))).text(), "here");
    assert.equal(server.calls[0]?.headers.authorization, `${bearer.scheme} ${server.issued[0]}`);
    assert.equal(server.calls[0]?.headers.host, server.host);
    assertUntouched(elsewhere);
  });
}

test("openapi-fetch's base URL of a single request leads the bearer nowhere", async () => {
  const { client, server, elsewhere } = await connectBeside();
  const product = client.api<Paths>();
  const baseUrl = elsewhere.origin;
  assert.equal((await failure(product.GET(resource.path, { baseUrl }))).code, "foreign_origin");
  assert.equal((await failure(product.POST(resource.path, { baseUrl }))).code, "foreign_origin");
  assert.equal((await failure(product.request("get", resource.path, { baseUrl }))).code, "foreign_origin");
  assertUntouched(elsewhere);
  assert.deepEqual((await product.GET(resource.path)).data, { ok: true });
  assert.lengthOf(server.calls, 1);
});

test("openapi-fetch's base URL of all requests cannot be smuggled in", async () => {
  const { client, server, elsewhere } = await connectBeside();
  const options = { baseUrl: elsewhere.origin, fetch: globalThis.fetch } as ApiOptions;
  assert.deepEqual((await client.api<Paths>(options).GET(resource.path)).data, { ok: true });
  assert.lengthOf(server.calls, 1);
  assertUntouched(elsewhere);
});

test("openapi-fetch's fetch of a single request goes without the bearer", async () => {
  const { client, server, elsewhere } = await connectBeside();
  await client.api<Paths>().GET(resource.path, { baseUrl: elsewhere.origin, fetch: globalThis.fetch });
  assert.lengthOf(elsewhere.calls, 1);
  assert.notProperty(elsewhere.calls[0]?.headers, "authorization");
  assert.isEmpty(server.tokenRequests);
});

async function connectBeside(): Promise<Connected & { readonly elsewhere: FaultServer }> {
  return { ...(await connect()), elsewhere: await startFaultServer() };
}

function assertUntouched({ connections }: FaultServer): void {
  assert.isEmpty(connections);
}
