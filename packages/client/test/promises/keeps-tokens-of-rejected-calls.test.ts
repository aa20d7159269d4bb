/** A product's own 401 says nothing about the token: a new token is tried once, then the calls like it are left alone. */
import { errorCodes } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { fault, json } from "../support/scripted-server.ts";
import { type Setup, setup } from "../support/setup.ts";

const FORBIDDEN = "/forbidden";

/** Creates a client and a server whose product rejects some paths for its own reasons. */
function setupProduct(): Setup {
  const { server, clock } = setup();
  const serve = server.fetch;
  return {
    ...setup({
      clock,
      fetch: async (url, init) => {
        const response = await serve(url, init as RequestInit);
        const isForbidden = url.includes(FORBIDDEN);
        return isForbidden && response.ok ? new Response("not for you", { status: 401 }) : response;
      },
    }),
    server,
    clock,
  };
}

test("twenty such calls among twenty good ones need one new token and one replay", async () => {
  const { client, server } = setupProduct();
  for (let n = 0; n < 20; n++) {
    assert.equal((await client.fetch("/good")).status, 200);
    assert.equal((await client.fetch(`${FORBIDDEN}?n=${n}`, { method: "POST" })).status, 401);
  }
  assert.lengthOf(server.tokenRequests, 2);
  assert.lengthOf(server.calls, 41);
});

test("twenty such calls at once need one new token", async () => {
  const { client, server, clock } = setupProduct();
  await client.getAccessToken();
  const responses = await Promise.all(Array.from({ length: 20 }, () => client.fetch(FORBIDDEN)));
  assert.isTrue(responses.every(({ status }) => status === 401));
  assert.lengthOf(server.tokenRequests, 2);
  await clock.advance(1_000);
  await client.fetch(FORBIDDEN);
  assert.lengthOf(server.tokenRequests, 3, "they count as one failure: the pause is short");
});

test("the caller gets the product's response, which is readable", async () => {
  const { client } = setupProduct();
  await client.fetch(FORBIDDEN);
  assert.equal(await (await client.fetch(FORBIDDEN)).text(), "not for you");
});

test("the pause grows from a second to a minute, and does not end", async () => {
  const { client, server, clock } = setupProduct();
  await client.fetch(FORBIDDEN);
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
    const before = server.tokenRequests.length;
    await clock.advance(seconds * 1_000 - 1);
    await client.fetch(FORBIDDEN);
    assert.lengthOf(server.tokenRequests, before);
    await clock.advance(1);
    await client.fetch(FORBIDDEN);
    assert.lengthOf(server.tokenRequests, before + 1);
  }
});

test("the pause is that of a method and a path", async () => {
  const { client, server } = setupProduct();
  await client.fetch(FORBIDDEN);
  for (const call of [() => client.fetch(FORBIDDEN, { method: "POST" }), () => client.fetch(`${FORBIDDEN}/other`)]) {
    const before = server.tokenRequests.length;
    await call();
    assert.lengthOf(server.tokenRequests, before + 1);
  }
  const before = server.tokenRequests.length;
  await client.fetch(`${FORBIDDEN}?a=1`);
  await client.fetch(FORBIDDEN, { method: "get" });
  assert.lengthOf(server.tokenRequests, before);
});

test("the token of the second rejection is kept, and no event says that it was rejected", async () => {
  const { client, server, events } = setupProduct();
  await client.fetch(FORBIDDEN);
  await client.fetch(FORBIDDEN);
  assert.equal(await client.getAccessToken(), server.issued[1]);
  assert.lengthOf(
    events.filter(({ type }) => type === "token_refused"),
    1,
  );
});

test("a token that the gateway rejects is replaced during the pause too", async () => {
  const { client, server } = setupProduct();
  await client.fetch(FORBIDDEN);
  server.callResponses.push(fault(401, errorCodes.newToken[2]));
  const before = server.tokenRequests.length;
  await client.fetch(FORBIDDEN);
  assert.lengthOf(server.tokenRequests, before + 1);
});

test("a gateway that rejects every new token receives no stream of token requests", async () => {
  const { server, clock, client } = setup();
  const reject = () => server.callResponses.push(fault(401), fault(401));
  for (let n = 0; n < 20; n++) {
    reject();
    assert.equal((await client.fetch("/a")).status, 401);
    server.callResponses.length = 0;
  }
  assert.lengthOf(server.tokenRequests, 2);
  assert.lengthOf(server.calls, 21);
  for (const seconds of [1, 2, 4, 8]) {
    const before = server.tokenRequests.length;
    await clock.advance(seconds * 1_000);
    reject();
    await client.fetch("/a");
    assert.lengthOf(server.tokenRequests, before + 1);
    server.callResponses.length = 0;
  }
  // It recovers, whether it knows the token or not.
  assert.equal((await client.fetch("/a")).status, 200);
  await clock.advance(60_000);
  server.revoked.add(await client.getAccessToken());
  assert.equal((await client.fetch("/a")).status, 200);
});

test("a server that returns the rejected token again receives no stream of token requests", async () => {
  const { client, server } = setup();
  server.members = { access_token: "the-same" };
  for (let n = 0; n < 20; n++) {
    assert.equal((await client.fetch("/a")).status, 401);
  }
  assert.lengthOf(server.tokenRequests, 2);
});

test("a call that a new token helps has no pause, and its next one is short again", async () => {
  const { client, server, clock } = setup();
  const rejectNext = (times: number) => {
    for (let n = 0; n < times; n++) {
      server.callResponses.push(json(401, { own: true }));
    }
  };
  const statusAfter = async (rejections: number) => {
    rejectNext(rejections);
    return (await client.fetch("/a")).status;
  };
  assert.equal(await statusAfter(2), 401);
  await clock.advance(1_000);
  assert.equal(await statusAfter(1), 200);
  assert.equal(await statusAfter(2), 401);
  await clock.advance(1_000);
  assert.equal(await statusAfter(1), 200);
});

test("a call with a stream is paused after its first rejection", async () => {
  const { client, server } = setupProduct();
  const call = () =>
    client.fetch(FORBIDDEN, { method: "POST", body: new Blob(["1"]).stream(), duplex: "half" } as RequestInit);
  await call();
  await call();
  await call();
  assert.isAtMost(server.tokenRequests.length, 2);
  assert.lengthOf(server.calls, 3);
});

test("at most a hundred pauses are remembered, and the oldest is forgotten", async () => {
  const { client, server } = setupProduct();
  for (let n = 0; n <= 100; n++) {
    await client.fetch(`${FORBIDDEN}/${n}`);
  }
  const before = server.tokenRequests.length;
  await client.fetch(`${FORBIDDEN}/1`);
  assert.lengthOf(server.tokenRequests, before);
  await client.fetch(`${FORBIDDEN}/0`);
  assert.lengthOf(server.tokenRequests, before + 1);
});

test("a pause that has started again is not the oldest", async () => {
  const { client, server, clock } = setupProduct();
  for (let n = 0; n < 100; n++) {
    await client.fetch(`${FORBIDDEN}/${n}`);
  }
  await clock.advance(1_000);
  await client.fetch(`${FORBIDDEN}/0`);
  await client.fetch(`${FORBIDDEN}/100`);
  const before = server.tokenRequests.length;
  await client.fetch(`${FORBIDDEN}/0`);
  assert.lengthOf(server.tokenRequests, before);
});
