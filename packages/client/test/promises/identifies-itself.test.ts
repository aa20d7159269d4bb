/** Requests carry a user-agent header with the versions of client and contract, except in browsers. */
import { version as contractVersion, digest } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import manifest from "../../package.json" with { type: "json" };
import { contract } from "../../src/index.ts";
import { createScriptedServer, fault } from "../support/scripted-server.ts";
import { type Setup, setup } from "../support/setup.ts";

test("the client says from which document it was made", () => {
  assert.deepEqual(contract, { version: contractVersion, digest });
  assert.match(digest, /^[0-9a-f]{64}$/);
});

const USER_AGENT = `microbilt-oauth-client/${manifest.version} (contract ${contractVersion})`;
const NODE = "Node.js/24";
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

for (const [name, navigator] of [
  ["Node, Bun, Deno and workerd", { userAgent: NODE }],
  ["runtimes without navigator", undefined],
  ["runtimes without navigator.userAgent", {}],
] as const) {
  test(`in ${name}, token requests and calls have a user-agent header`, async () => {
    await inRuntime(navigator, async () => {
      const { client, server, userAgents } = setUpRecorder();
      server.callResponses.push(fault(401));
      await client.fetch("/a");
      await client.fetch("/a", { method: "POST", body: "{}", headers: { "x-own": "1" } });
      await client.fetch(new Request("https://api.example/a"));
      await client.api<Paths>().GET("/a");
      assert.lengthOf(server.tokenRequests, 2);
      assert.lengthOf(server.calls, 5);
      assert.deepEqual(
        userAgents,
        Array.from({ length: 7 }, () => USER_AGENT),
      );
    });
  });
}

test("in browsers, no request has a user-agent header, which would cause or change a CORS preflight", async () => {
  await inRuntime({ userAgent: BROWSER }, async () => {
    const { client, userAgents } = setUpRecorder();
    await client.fetch("/a");
    await client.fetch("/a", { headers: { "x-own": "1" } });
    assert.deepEqual(userAgents, [null, null, null]);
  });
});

test("the caller's user-agent header is sent instead", async () => {
  await inRuntime({ userAgent: NODE }, async () => {
    const { client, userAgents } = setUpRecorder();
    await client.fetch("/a", { headers: { "User-Agent": "my-application/1" } });
    const request = new Request("https://api.example/a", { headers: { "user-agent": "my-application/2" } });
    await client.fetch(request);
    // Some browsers drop the header of a Request.
    assert.deepEqual(userAgents, [USER_AGENT, "my-application/1", request.headers.get("user-agent") ?? USER_AGENT]);
  });
});

/** Records the user-agent header of each request as the client passes it to `fetch`. */
function setUpRecorder(): Setup & { readonly userAgents: (string | null)[] } {
  const userAgents: (string | null)[] = [];
  const server = createScriptedServer();
  const { client, ...rest } = setup({
    fetch: (input, init) => {
      userAgents.push(new Headers(init?.headers).get("user-agent"));
      return server.fetch(input, init);
    },
  });
  return { ...rest, client, server, userAgents };
}

type Paths = { "/a": { get: { responses: { 200: { content: { "application/json": object } } } } } };

/** Runs a test as in a runtime with this `navigator`. */
async function inRuntime(navigator: object | undefined, run: () => Promise<void>): Promise<void> {
  const original = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  try {
    await run();
  } finally {
    if (original) {
      Object.defineProperty(globalThis, "navigator", original);
    } else {
      Reflect.deleteProperty(globalThis, "navigator");
    }
  }
}
