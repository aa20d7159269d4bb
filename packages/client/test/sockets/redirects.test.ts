/** Nothing is sent to where a redirect points, by token requests or by calls. */
import { resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import { type Answer, fault, redirect } from "./answers.ts";
import { connect, failure } from "./connect.ts";
import { startFaultServer } from "./fault-server.ts";

const BODY = JSON.stringify({ ssn: "000-00-0000" });

for (const status of [301, 302, 303, 307, 308]) {
  for (const flow of ["json", "form"] as const) {
    test(`a ${flow} token request redirected by ${status} sends its secret nowhere`, async () => {
      const { client, server } = await connect({ flow });
      const elsewhere = await startFaultServer();
      server.tokenAnswers.push(redirect(status, `${elsewhere.origin}/`), redirect(status, `${server.origin}/again`));
      for (const requests of [1, 2]) {
        const error = await failure(client.fetch("/"));
        assert.equal(error.code, "redirected");
        assert.equal(error.status, status);
        assert.lengthOf(server.tokenRequests, requests);
      }
      assert.isEmpty(server.calls);
      assert.isEmpty(elsewhere.connections);
    });
  }

  test(`a call redirected by ${status} sends bearer and body nowhere`, async () => {
    const { client, server } = await connect();
    const elsewhere = await startFaultServer();
    const targets = [`${elsewhere.origin}/`, `//${elsewhere.host}/`, `${server.origin}/again`, "/again"];
    server.callAnswers.push(...targets.map((target) => redirect(status, target)));
    for (const _ of targets) {
      const error = await failure(client.fetch(resource.path, { method: "POST", body: BODY, redirect: "follow" }));
      assert.equal(error.code, "redirected");
      assert.equal(error.status, status);
    }
    assert.lengthOf(server.calls, targets.length);
    assert.isTrue(server.calls.every(({ url }) => url === resource.path));
    assert.isEmpty(elsewhere.connections);
  });

  test(`a call redirected by ${status} is handed over with redirect: manual`, async () => {
    const { client, server } = await connect();
    const elsewhere = await startFaultServer();
    server.callAnswers.push(redirect(status, elsewhere.origin));
    const response = await client.fetch(resource.path, { method: "POST", body: BODY, redirect: "manual" });
    assert.equal(response.status, status);
    assert.equal(response.headers.get("location"), elsewhere.origin);
    assert.equal(await response.text(), "moved");
    assert.isEmpty(elsewhere.connections);
  });
}

test("a redirect whose body goes on and on is let go of", async () => {
  const { client, server } = await connect();
  const endless: Answer = (response) => response.writeHead(307, { location: "/again" }).write("it begins, and goes on");
  server.tokenAnswers.push(endless);
  server.callAnswers.push(endless);
  assert.equal((await failure(client.getAccessToken())).code, "redirected");
  assert.equal((await failure(client.fetch(resource.path))).code, "redirected");
  await Promise.all([server.tokenRequests[0]?.gone, server.calls[0]?.gone]);
});

test("a Request that says follow is not followed, and one that says manual is handed over", async () => {
  const { client, server } = await connect();
  const elsewhere = await startFaultServer();
  server.callAnswers.push(redirect(307, elsewhere.origin), redirect(307, elsewhere.origin));
  const url = server.origin + resource.path;
  assert.equal((await failure(client.fetch(new Request(url, { redirect: "follow" })))).code, "redirected");
  assert.equal((await client.fetch(new Request(url, { redirect: "manual" }))).status, 307);
  assert.isEmpty(elsewhere.connections);
});

test("the second try of a refused call is not followed either", async () => {
  const { client, server } = await connect();
  const elsewhere = await startFaultServer();
  server.callAnswers.push(fault(401), redirect(308, elsewhere.origin));
  const call = client.fetch(resource.path, { method: "POST", body: BODY });
  assert.equal((await failure(call)).code, "redirected");
  assert.lengthOf(server.calls, 2);
  assert.isEmpty(elsewhere.connections);
});
