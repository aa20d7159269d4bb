/** A token request can be lost: its context ends, as on Cloudflare Workers, and it never settles. Callers do without it. */
import { AsyncLocalStorage } from "node:async_hooks";
import { assert, test } from "@microbilt-oauth/testing";
import { onTestFinished, vi } from "vitest";
import { type ClientOptions, createClient, type MicrobiltClient } from "../../src/index.ts";
import { clockOfContexts, createContext, fetchOfContexts } from "../support/context.ts";
import { settle } from "../support/manual-clock.ts";
import { createMapStore } from "../support/map-store.ts";
import { closeGate, json } from "../support/scripted-server.ts";
import { CLIENT_ID, CLIENT_SECRET, codeOf, rejection, type Setup, setup } from "../support/setup.ts";

/** Whether the page of the current caller is interrupted. */
const isInterrupted = new AsyncLocalStorage<boolean>();

const SECOND = 1_000;
const TIMEOUT = 10 * SECOND;
/** The token endpoint's deadline, and a little more for the caller's own timer. */
const RECOVERED = TIMEOUT + 100;
const DUE = 3_550 * SECOND;

test("when the context of a token request ends, the next caller sends its own after the timeout", async () => {
  const { client, server, clock } = setupWithContexts();
  await loseTokenRequest(client, server);
  const token = client.getAccessToken();
  await clock.advance(TIMEOUT - SECOND);
  assert.lengthOf(server.tokenRequests, 1);
  await clock.advance(RECOVERED - TIMEOUT + SECOND);
  assert.equal(await token, server.issued[0]);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a hundred callers who wait for a lost token request send one more together", async () => {
  const { client, server, clock } = setupWithContexts();
  await loseTokenRequest(client, server);
  const tokens = Array.from({ length: 100 }, () => createContext().run(() => client.getAccessToken()));
  await clock.advance(RECOVERED);
  assert.lengthOf(new Set(await Promise.all(tokens)), 1);
  assert.lengthOf(server.tokenRequests, 2);
});

test("a caller who comes long after a lost token request does not wait for it", async () => {
  const { client, server, clock } = setupWithContexts();
  await loseTokenRequest(client, server);
  await clock.advance(TIMEOUT + SECOND);
  assert.equal(await client.getAccessToken(), server.issued[0]);
});

test("a caller's abort ends its wait for a lost token request", async () => {
  const { client, server } = setupWithContexts();
  await loseTokenRequest(client, server);
  const controller = new AbortController();
  const aborted = rejection(client.getAccessToken({ signal: controller.signal }));
  controller.abort("enough");
  assert.equal(await aborted, "enough");
});

test("a lost background refresh delays neither calls nor the next refresh for long", async () => {
  const { client, server, clock } = setupWithContexts();
  const old = await client.getAccessToken();
  await clock.advance(DUE);
  const openGate = closeGate(server);
  const context = createContext();
  assert.equal(await context.run(() => client.getAccessToken()), old);
  await settle();
  context.end();
  openGate();
  assert.equal(await client.getAccessToken(), old);
  await clock.advance(TIMEOUT + SECOND);
  assert.equal(await client.getAccessToken(), old);
  await settle();
  assert.equal(await client.getAccessToken(), server.issued.at(-1));
  assert.notEqual(server.issued.at(-1), old);
  assert.lengthOf(server.tokenRequests, 3);
});

test("a caller who needs a token while a background refresh is lost gets one after the timeout", async () => {
  const { client, server, clock } = setupWithContexts();
  server.members = { expires_in: "100" };
  const old = await client.getAccessToken();
  await clock.advance(94 * SECOND);
  const openGate = closeGate(server);
  const context = createContext();
  assert.equal(await context.run(() => client.getAccessToken()), old);
  await settle();
  context.end();
  openGate();
  await clock.advance(2 * SECOND);
  const token = client.getAccessToken();
  await clock.advance(RECOVERED);
  assert.equal(await token, server.issued.at(-1));
  assert.lengthOf(server.tokenRequests, 3);
});

for (const [name, invalidate] of [
  ["everything", (client: MicrobiltClient) => client.invalidate()],
  ["another token", (client: MicrobiltClient) => client.invalidate("another")],
] as const) {
  test(`an invalidation of ${name} while a token request is lost delays the next caller until the timeout`, async () => {
    const { client, server, clock } = setupWithContexts();
    await loseTokenRequest(client, server);
    invalidate(client);
    const token = client.getAccessToken();
    await clock.advance(RECOVERED);
    assert.equal(await token, server.issued[0]);
    assert.lengthOf(server.tokenRequests, 2);
  });
}

test("callers do not cut the retries of a request that goes on", async () => {
  const { client, server, clock } = setup({ timeout: SECOND });
  server.tokenResponses.push(json(503, {}), json(429, {}, { "retry-after": "20" }), json(503, {}));
  const tokens = [client.getAccessToken()];
  for (let second = 0; second < 25; second++) {
    await clock.advance(SECOND);
    tokens.push(client.getAccessToken());
  }
  assert.lengthOf(new Set(await Promise.all(tokens)), 1);
  assert.lengthOf(server.tokenRequests, 4);
});

test("callers do not cut a slow credential function, a slow store and a slow token request", async () => {
  const { clock, server } = setup();
  const after = <T>(delay: number, value: T) =>
    new Promise<T>((resolve) => clock.setTimeout(() => resolve(value), delay, false));
  let vaultCalls = 0;
  const client = createClient({
    ...optionsOf({ clock, server }),
    store: { ...createMapStore(), get: () => after(900, undefined) },
    clientSecret: () => {
      vaultCalls += 1;
      return after(9 * SECOND, CLIENT_SECRET);
    },
  });
  server.gate = after(19 * SECOND, undefined);
  const tokens = [client.getAccessToken()];
  for (let second = 0; second < 20; second++) {
    await clock.advance(SECOND);
    tokens.push(client.getAccessToken());
  }
  assert.lengthOf(new Set(await Promise.all(tokens)), 1);
  assert.lengthOf(server.tokenRequests, 1);
  assert.equal(vaultCalls, 1);
});

for (const [name, isNewerFirst] of [
  ["is used when no newer token has come", false],
  ["is ignored when a newer token has come", true],
] as const) {
  test(`the token of a request that was given up ${name}`, async () => {
    const { server, clock } = setup();
    // As in a process that was frozen: the timers are gone, and the response arrives at last.
    const client = createClient({ ...optionsOf({ server, clock }), clock: clockOfContexts(clock) });
    const openFirst = closeGate(server);
    const context = createContext();
    const first = context.run(() => client.getAccessToken());
    await settle();
    context.end();
    const openSecond = closeGate(server);
    const second = client.getAccessToken();
    await clock.advance(RECOVERED);
    assert.lengthOf(server.tokenRequests, 2);
    if (isNewerFirst) {
      openSecond();
      await second;
      openFirst();
    } else {
      openFirst();
      await settle();
    }
    assert.equal(await first, server.issued[isNewerFirst ? 1 : 0]);
    assert.equal(await client.getAccessToken(), server.issued[0]);
    openSecond();
    await second;
    assert.lengthOf(server.tokenRequests, 2);
  });
}

test("a platform's error reaches the caller who started the request, and the others send their own", async () => {
  const platformError = new Error("created by a request that has since ended");
  const digest = vi.spyOn(crypto.subtle, "digest").mockRejectedValueOnce(platformError);
  onTestFinished(() => digest.mockRestore());
  const { client, server } = setup({ store: createMapStore() });
  const first = rejection(client.getAccessToken());
  const others = [client.getAccessToken(), client.getAccessToken()];
  assert.equal(await first, platformError);
  assert.deepEqual(await Promise.all(others), [server.issued[0], server.issued[0]]);
  assert.lengthOf(server.tokenRequests, 1);
});

test("an error with which a framework interrupts a caller reaches no other caller", async () => {
  const interruptions: Error[] = [];
  const { server, clock } = setup();
  const client = createClient({
    ...optionsOf({ server, clock }),
    // As in Next.js: whether a fetch is interrupted depends on the page that calls it.
    fetch: async (url, init) => {
      if (!isInterrupted.getStore()) {
        return server.fetch(url, init as RequestInit);
      }
      const interruption = Object.assign(new Error("dynamic"), { digest: "DYNAMIC_SERVER_USAGE" });
      interruptions.push(interruption);
      throw interruption;
    },
  });
  const callers = [true, true, false, false].map((value) =>
    isInterrupted.run(value, () => client.getAccessToken().catch((error: unknown) => error)),
  );
  const outcomes = await Promise.all(callers);
  assert.deepEqual(outcomes, [...interruptions, server.issued[0], server.issued[0]]);
  assert.lengthOf(interruptions, 2);
  assert.lengthOf(server.tokenRequests, 1);
});

test("a token endpoint that never responds is a timeout for the callers who wait for a lost request too", async () => {
  const { client, server, clock } = setupWithContexts({ retry: false });
  await loseTokenRequest(client, server);
  server.gate = new Promise(() => {});
  const code = codeOf(client.getAccessToken());
  await clock.advance(2 * RECOVERED);
  assert.equal(await code, "timeout");
  assert.equal(clock.timers, 0);
});

function optionsOf({ server, clock }: Pick<Setup, "server" | "clock">): ClientOptions {
  return {
    baseUrl: "https://api.example",
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    fetch: server.fetch,
    clock,
    random: () => 1,
  };
}

/** Creates a client on a platform that ends contexts. */
function setupWithContexts(options: Partial<ClientOptions> = {}): Setup {
  const created = setup();
  const client = createClient({
    ...optionsOf(created),
    clock: clockOfContexts(created.clock),
    fetch: fetchOfContexts(created.server.fetch),
    ...options,
  } as ClientOptions);
  return { ...created, client };
}

/** Starts a token request in a context that then ends. */
async function loseTokenRequest(client: MicrobiltClient, server: Setup["server"]): Promise<void> {
  const openGate = closeGate(server);
  const context = createContext();
  context.run(() => client.getAccessToken());
  await settle();
  assert.lengthOf(server.tokenRequests, 1);
  context.end();
  // The response that never arrives; the server issues its first token afterwards.
  server.tokenResponses.push(new Response(null));
  openGate();
  await settle();
  server.gate = undefined;
}
