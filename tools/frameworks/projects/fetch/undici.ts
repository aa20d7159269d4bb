/** undici's own fetch, of the version named by UNDICI, on whichever Node runs this. */
import { readFileSync } from "node:fs";
import { check } from "../../src/processes/program-check.ts";
import { type ForwardProxy, startProxy } from "../../src/servers/connect-proxy.ts";
import { startTokenServer, type TlsOptions } from "../../src/servers/token-server.ts";
import { type AnyFetch, checkCalls, clientOf, codeOf, expectNoRetry, failureOf, PRODUCT_PATH } from "./calls.ts";

const { UNDICI = "undici7", TLS_KEY = "", TLS_CERT = "", TLS_CA = "" } = process.env;
/** Versions differ in types, not in what is used here. */
const undici = (await import(UNDICI)) as typeof import("undici7");

const { fetch: undiciFetch } = undici;
const tls = {
  key: readFileSync(TLS_KEY, "utf8"),
  cert: readFileSync(TLS_CERT, "utf8"),
  ca: readFileSync(TLS_CA, "utf8"),
};

await checkCalls(undiciFetch as AnyFetch);

await check("fetch(undici.Request)", async (expect) => {
  const server = await startTokenServer();
  try {
    const request = new undici.Request(server.url + PRODUCT_PATH, { method: "POST", body: "{}" });
    const response = await clientOf(server, undiciFetch as AnyFetch).fetch(request as unknown as Request);
    expect(response.status === 200 && server.calls[0]?.body === "{}", "the call succeeds and carries the body");
    return `status ${response.status}`;
  } finally {
    await server.close();
  }
});

for (const [how, call] of Object.entries(callsOf())) {
  await check(`${how} through a ProxyAgent, with undici's fetch`, (expect) =>
    throughProxy(async (proxy, dispatcher) => {
      const server = await startTokenServer();
      const fetch = (input: string, init: object) => undiciFetch(input, { ...init, dispatcher } as never);
      try {
        const status = await call(clientOf(server, fetch as AnyFetch));
        expect(status === 200, "the call succeeds");
        expect(proxy.seen.length > 0, "the proxy sees it");
        return `status ${status}, the proxy saw ${proxy.seen.length} requests`;
      } finally {
        await server.close();
      }
    }),
  );
}

await check("a dispatcher of this undici given to the global fetch works, or fails once and says why", (expect) =>
  throughProxy(async (_proxy, dispatcher) => {
    const server = await startTokenServer();
    let attempts = 0;
    const dispatched = (input: string, init: object) => {
      attempts += 1;
      return fetch(input, { ...init, dispatcher } as RequestInit);
    };
    try {
      const failure = await failureOf(clientOf(server, dispatched as AnyFetch).fetch(PRODUCT_PATH));
      if (codeOf(failure.error) === undefined && String(failure.error).includes("it succeeded")) {
        return "works";
      }
      return expectNoRetry(failure, { attempts, reason: /invalid \w+ method|dispatcher|handler/i }, expect);
    } finally {
      await server.close();
    }
  }),
);

await check("a private authority and a client certificate (mutual TLS)", async (expect) => {
  const dispatcher = new undici.Agent({ connect: tls });
  const result = await callWithTls({ ...tls, isMutual: true }, dispatcher);
  expect(result.status === 200, "the call succeeds");
  return `status ${result.status}`;
});

await check("HTTP/2", async (expect) => {
  const dispatcher = new undici.Agent({ allowH2: true, connect: { ca: tls.ca } });
  const result = await callWithTls({ ...tls, speaksHttp2: true }, dispatcher);
  expect(result.status === 200 && result.httpVersion === "2.0", "the call succeeds over HTTP/2");
  return `status ${result.status}, HTTP ${result.httpVersion}`;
});

await check("setGlobalDispatcher(ProxyAgent) works, or fails once and says why", (expect) =>
  throughProxy(async (proxy, dispatcher) => {
    const before = undici.getGlobalDispatcher();
    const server = await startTokenServer();
    let attempts = 0;
    const counted = (input: string, init: object) => {
      attempts += 1;
      return fetch(input, init);
    };
    undici.setGlobalDispatcher(dispatcher);
    try {
      const failure = await failureOf(clientOf(server, counted as AnyFetch).fetch(PRODUCT_PATH));
      if (codeOf(failure.error) === undefined && String(failure.error).includes("it succeeded")) {
        return `works, the proxy saw ${proxy.seen.length} requests`;
      }
      return expectNoRetry(failure, { attempts, reason: /invalid \w+ method|dispatcher|handler/i }, expect);
    } finally {
      undici.setGlobalDispatcher(before);
      await server.close();
    }
  }),
);

process.exit();

function callsOf(): Readonly<Record<string, (microbilt: ReturnType<typeof clientOf>) => Promise<number>>> {
  return {
    "fetch()": async (microbilt) => (await microbilt.fetch(PRODUCT_PATH, { method: "POST", body: "{}" })).status,
    "api().POST": async (microbilt) => {
      const product = microbilt.api<Record<string, never>>() as unknown as {
        POST(path: string, init: object): Promise<{ readonly response: Response }>;
      };
      return (await product.POST(PRODUCT_PATH, { body: {} })).response.status;
    },
  };
}

async function throughProxy(
  run: (proxy: ForwardProxy, dispatcher: InstanceType<typeof undici.ProxyAgent>) => Promise<string>,
): Promise<string> {
  const proxy = await startProxy();
  const dispatcher = new undici.ProxyAgent(proxy.url);
  try {
    return await run(proxy, dispatcher);
  } finally {
    await proxy.close();
    await dispatcher.destroy();
  }
}

async function callWithTls(
  options: TlsOptions,
  dispatcher: InstanceType<typeof undici.Agent>,
): Promise<{ readonly status: number; readonly httpVersion: string | undefined }> {
  const server = await startTokenServer({ tls: options });
  const fetch = (input: string, init: object) => undiciFetch(input, { ...init, dispatcher } as never);
  try {
    const { status } = await clientOf(server, fetch as AnyFetch).fetch(PRODUCT_PATH);
    return { status, httpVersion: server.calls[0]?.httpVersion };
  } finally {
    await dispatcher.destroy();
    await server.close();
  }
}
