/** A failure of `fetch` is about the network, a mistake of the program, or the control flow of a framework. */
import { assert, test } from "@microbilt-oauth/testing";
import { MicrobiltError } from "../../src/index.ts";
import { rejection, setup } from "../support/setup.ts";

// Mistakes

for (const [name, fetch, reason] of [
  ["returns undefined", () => undefined, "got undefined"],
  ["resolves to undefined", async () => undefined, "got undefined"],
  ["resolves to an object that is not a Response", async () => ({ json: async () => ({}) }), "got object"],
  ["resolves to a response without text", async () => ({ ok: true, status: 200, headers: new Headers() }), "text"],
  ["throws a TypeError of its own", () => (undefined as unknown as { ok: boolean }).ok, "undefined"],
  ["is not a function", () => (undefined as unknown as () => unknown)(), "is not a function"],
  ["rejects a dispatcher of another version", () => Promise.reject(wrongDispatcher()), "invalid onRequestStart method"],
  ["does not exist", () => Promise.reject(new ReferenceError("fetch is not defined")), "fetch is not defined"],
] as [string, () => unknown, string][]) {
  test(`a fetch that ${name} is called once, and the error says why`, async () => {
    let calls = 0;
    const counted = () => {
      calls += 1;
      return fetch() as Promise<Response>;
    };
    const { client } = setup({ fetch: counted });
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.instanceOf(error, MicrobiltError);
    assert.equal(error.code, "invalid_fetch");
    assert.include(error.message, reason);
    assert.equal(calls, 1);
  });
}

// The network

for (const error of [
  new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") }),
  new TypeError("Failed to fetch"),
  new TypeError("Load failed"),
  new TypeError("NetworkError when attempting to fetch resource."),
  new TypeError("Network request failed"),
  new TypeError("error sending request for url (http://127.0.0.1:4/)"),
  new TypeError("terminated"),
  Object.assign(new TypeError("Was there a typo?"), { code: "ConnectionRefused" }),
  new Error("Network connection lost."),
  "no handler for this request",
]) {
  test(`${String(error)} is an error of the network: a token request is sent again after it`, async () => {
    const { client, server, clock } = setup({
      fetch: (url, init) =>
        server.tokenRequests.length === 0
          ? server.fetch(url, init as RequestInit).then(() => Promise.reject(error))
          : server.fetch(url, init as RequestInit),
    });
    const token = client.getAccessToken();
    await clock.advance(10_000);
    assert.isString(await token);
  });
}

// Frameworks

/** As Next.js throws it, when a page cannot be rendered in advance. */
function dynamicServerError(): Error {
  return Object.assign(new Error("Dynamic server usage"), { digest: "DYNAMIC_SERVER_USAGE" });
}

test("a framework's own error passes through a token request, which is not sent again", async () => {
  const { client, server, events } = setup();
  const error = dynamicServerError();
  server.tokenResponses.push(error);
  assert.equal(await rejection(client.fetch("/a")), error);
  assert.lengthOf(server.tokenRequests, 1);
  assert.notInclude(
    events.map(({ type }) => type),
    "token_request_failed",
  );
  assert.equal((await client.fetch("/a")).status, 200);
});

test("a framework's own error passes through a product call and a credential function", async () => {
  const error = dynamicServerError();
  const { client, server } = setup();
  server.callResponses.push(error);
  assert.equal(await rejection(client.fetch("/a")), error);
  const { client: other } = setup({ clientSecret: () => Promise.reject(error) });
  assert.equal(await rejection(other.fetch("/a")), error);
});

test("a framework's own error is that of one caller: others send their own token request", async () => {
  const { client, server } = setup();
  const error = dynamicServerError();
  server.tokenResponses.push(error);
  const [first, second] = await Promise.allSettled([client.fetch("/a"), client.fetch("/b")]);
  assert.equal(first.status === "rejected" && first.reason, error);
  assert.equal(second.status === "fulfilled" && second.value.status, 200);
  assert.lengthOf(server.tokenRequests, 2);
});

function wrongDispatcher(): Error {
  const cause = Object.assign(new Error("invalid onRequestStart method"), {
    name: "InvalidArgumentError",
    code: "UND_ERR_INVALID_ARG",
  });
  return new TypeError("fetch failed", { cause });
}
