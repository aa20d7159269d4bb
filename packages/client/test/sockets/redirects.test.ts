/** Neither a token request nor a call sends anything to the target of a redirect. */
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { allClosed, connect, failure } from "./connect.ts";
import { startFaultServer } from "./fault-server.ts";
import { fault, type Responder, redirect } from "./responders.ts";

const BODY = JSON.stringify({ ssn: "000-00-0000" });

for (const status of [301, 302, 303, 307, 308]) {
  for (const flow of ["json", "form"] as const) {
    test(`a ${flow} token request that is redirected with ${status} does not send its secret to the target`, async () => {
      const { client, server } = await connect({ flow });
      const other = await startFaultServer();
      server.tokenResponders.push(redirect(status, `${other.origin}/`), redirect(status, `${server.origin}/again`));
      for (const requests of [1, 2]) {
        const error = await failure(client.fetch("/"));
        assert.equal(error.code, "redirected");
        assert.equal(error.status, status);
        assert.lengthOf(server.tokenRequests, requests);
      }
      assert.isEmpty(server.calls);
      assert.isEmpty(other.connections);
    });
  }

  test(`a call that is redirected with ${status} does not send its token and body to the target`, async () => {
    const { client, server } = await connect();
    const other = await startFaultServer();
    const targets = [`${other.origin}/`, `//${other.host}/`, `${server.origin}/again`, "/again"];
    server.callResponders.push(...targets.map((target) => redirect(status, target)));
    for (const _ of targets) {
      const error = await failure(client.fetch(resource.path, { method: "POST", body: BODY, redirect: "follow" }));
      assert.equal(error.code, "redirected");
      assert.equal(error.status, status);
    }
    assert.lengthOf(server.calls, targets.length);
    assert.isTrue(server.calls.every(({ url }) => url === resource.path));
    assert.isEmpty(other.connections);
  });

  test(`the caller gets a redirect with ${status} with redirect: "manual"`, async () => {
    const { client, server } = await connect();
    const other = await startFaultServer();
    server.callResponders.push(redirect(status, other.origin));
    const response = await client.fetch(resource.path, { method: "POST", body: BODY, redirect: "manual" });
    assert.equal(response.status, status);
    assert.equal(response.headers.get("location"), other.origin);
    assert.equal(await response.text(), "moved");
    assert.isEmpty(other.connections);
  });
}

test("a redirect with an endless body is cancelled", async () => {
  const { client, server } = await connect();
  const endless: Responder = (response) => response.writeHead(307, { location: "/again" }).write("it begins");
  server.tokenResponders.push(endless);
  server.callResponders.push(endless);
  assert.equal((await failure(client.getAccessToken())).code, "redirected");
  assert.equal((await failure(client.fetch(resource.path))).code, "redirected");
  // The second token request precedes the call.
  await allClosed([...server.tokenRequests.slice(0, 1), ...server.calls], 2);
});

test('a Request with redirect: "follow" is not followed; with "manual" the caller gets the redirect', async () => {
  const { client, server } = await connect();
  const other = await startFaultServer();
  server.callResponders.push(redirect(307, other.origin), redirect(307, other.origin));
  const url = server.origin + resource.path;
  assert.equal((await failure(client.fetch(new Request(url, { redirect: "follow" })))).code, "redirected");
  assert.equal((await client.fetch(new Request(url, { redirect: "manual" }))).status, 307);
  assert.isEmpty(other.connections);
});

test("a redirect of a replayed call is not followed", async () => {
  const { client, server } = await connect();
  const other = await startFaultServer();
  server.callResponders.push(fault(401), redirect(308, other.origin));
  const call = client.fetch(resource.path, { method: "POST", body: BODY });
  assert.equal((await failure(call)).code, "redirected");
  assert.lengthOf(server.calls, 2);
  assert.isEmpty(other.connections);
});
