/** The fetch named by FETCH, on whichever Node runs this. */
import { check } from "../../src/processes/program-check.ts";
import { startTokenServer } from "../../src/servers/token-server.ts";
import {
  type AnyFetch,
  checkCalls,
  clientOf,
  describeFailure,
  expectNoRetry,
  failureOf,
  PRODUCT_PATH,
} from "./calls.ts";

const globalFetch = globalThis.fetch;
const FETCHES: Readonly<Record<string, () => Promise<AnyFetch>>> = {
  global: async () => globalFetch as AnyFetch,
  "node-fetch 2": async () => (await import("node-fetch2")).default as AnyFetch,
  "node-fetch 3": async () => (await import("node-fetch3")).default as AnyFetch,
  "cross-fetch": async () => (await import("cross-fetch")).default as AnyFetch,
  "React Native's shape": async () => reactNativeFetch as AnyFetch,
};

const { FETCH = "global" } = process.env;
if (FETCH === "none") {
  await checkBrokenFetches();
} else {
  await checkCalls((await FETCHES[FETCH]?.()) as AnyFetch);
}
process.exit();

/** React Native's responses have no `body`; they are read as a whole. */
async function reactNativeFetch(input: unknown, init?: RequestInit): Promise<unknown> {
  if (typeof input !== "string" && !(input instanceof URL)) {
    throw new TypeError("Network request failed");
  }
  return withoutStream(await globalFetch(input, init));
}

function withoutStream(response: Response): unknown {
  const { status, ok, statusText, url, type, redirected } = response;
  const headers = {
    get: (name: string) => response.headers.get(name),
    has: (name: string) => response.headers.has(name),
  };
  return {
    ...{ status, ok, statusText, url, type, redirected, headers },
    text: () => response.text(),
    json: () => response.json(),
    arrayBuffer: () => response.arrayBuffer(),
    blob: () => response.blob(),
    clone: () => withoutStream(response.clone()),
  };
}

/** What such a fetch throws is a mistake in the program and not of the network. */
async function checkBrokenFetches(): Promise<void> {
  const broken: Readonly<Record<string, { readonly fetch: (...args: unknown[]) => unknown; readonly reason: RegExp }>> =
    {
      "returns undefined, as jest.fn() does": { fetch: () => undefined, reason: /undefined|Response/ },
      "resolves to undefined": { fetch: async () => undefined, reason: /undefined|Response/ },
      "resolves to a half-made response": {
        fetch: async () => ({ json: async () => ({}) }),
        reason: /headers|status|Response/i,
      },
      "throws a TypeError of its own": {
        fetch: () => {
          throw new TypeError("Cannot read properties of undefined (reading 'ok')");
        },
        reason: /reading 'ok'/,
      },
    };
  for (const [how, { fetch, reason }] of Object.entries(broken)) {
    await check(`a fetch that ${how} fails once and says why`, async (expect) => {
      const server = await startTokenServer();
      let attempts = 0;
      const counted = (...args: unknown[]) => {
        attempts += 1;
        return fetch(...args);
      };
      try {
        const failure = await failureOf(clientOf(server, counted as unknown as AnyFetch).fetch(PRODUCT_PATH));
        return expectNoRetry(failure, { attempts, reason }, expect);
      } finally {
        await server.close();
      }
    });
  }
  await check("a fetch that rejects with a string: the message has it", async (expect) => {
    const server = await startTokenServer();
    const fetch = () => Promise.reject("no handler for this request");
    try {
      const { error } = await failureOf(clientOf(server, fetch, { retry: false }).fetch(PRODUCT_PATH));
      expect(String((error as Error).message).includes("no handler for this request"), "the message has the string");
      return describeFailure(error);
    } finally {
      await server.close();
    }
  });
  await check("no global fetch: the call fails once and says why", async (expect) => {
    const server = await startTokenServer();
    const { createClient } = await import("@microbilt-oauth/client");
    Reflect.deleteProperty(globalThis, "fetch");
    try {
      const microbilt = createClient({
        baseUrl: server.url,
        clientId: "my-application",
        clientSecret: "a-secret-of-the-program",
      });
      return expectNoRetry(await failureOf(microbilt.fetch(PRODUCT_PATH)), { attempts: 1, reason: /fetch/ }, expect);
    } finally {
      globalThis.fetch = globalFetch;
      await server.close();
    }
  });
}
