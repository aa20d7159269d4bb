/** Whether the message of a network failure says what failed and where. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import type { Expect } from "../../src/cases/check.ts";
import { check } from "../../src/processes/program-check.ts";
import { startProxy } from "../../src/servers/connect-proxy.ts";
import { startTokenServer } from "../../src/servers/token-server.ts";
import { causesOf, clientOf, closedPort, codeOf, expectNoSecret, failureOf, PRODUCT_PATH, SECRET } from "./support.ts";

const { TLS_KEY = "", TLS_CERT = "" } = process.env;
const ONCE = { retry: false };

interface Readable {
  readonly reason: RegExp;
  /** A `code` in the chain of causes. */
  readonly code?: RegExp;
  readonly origin?: string;
}

function expectReadable(error: unknown, { reason, code, origin }: Readable, expect: Expect): string {
  const { message = "" } = Object(error) as Error;
  const codes = causesOf(error).map((cause) => (cause as { code?: unknown }).code);
  expect(codeOf(error) === "network_error", "code network_error");
  expect(reason.test(message), `the message matches ${reason}`);
  expect(
    causesOf(error).some((cause) => reason.test(String((cause as Error).message))),
    `a cause's message matches ${reason}`,
  );
  expect(!code || code.test(message), `the message matches ${code}`);
  expect(!code || codes.some((one) => code.test(String(one))), `a cause has a code that matches ${code}`);
  expect(!origin || message.includes(origin), "the message names the origin");
  expectNoSecret(error, expect);
  return `${codeOf(error)}: "${message}" <- ${causesOf(error)
    .map((cause) => `${(cause as Error).name} ${(cause as { code?: string }).code ?? ""} "${(cause as Error).message}"`)
    .join(" <- ")}`;
}

await check("connection refused, token request", async (expect) => {
  const origin = `http://127.0.0.1:${await closedPort()}`;
  const error = await failureOf(clientOf(origin, ONCE).getAccessToken());
  return expectReadable(error, { reason: /connect ECONNREFUSED 127\.0\.0\.1/, code: /ECONNREFUSED/, origin }, expect);
});
await check("connection refused, product call", async (expect) => {
  const server = await startTokenServer();
  const microbilt = clientOf(server.url, ONCE);
  await microbilt.getAccessToken();
  await server.close();
  const error = await failureOf(microbilt.fetch(PRODUCT_PATH));
  return expectReadable(
    error,
    { reason: /connect ECONNREFUSED 127\.0\.0\.1/, code: /ECONNREFUSED/, origin: server.url },
    expect,
  );
});
await check("connection refused at localhost, where both addresses are tried", async (expect) => {
  const origin = `http://localhost:${await closedPort()}`;
  const error = await failureOf(clientOf(origin, ONCE).getAccessToken());
  return expectReadable(error, { reason: /ECONNREFUSED/, code: /ECONNREFUSED/, origin }, expect);
});
await check("a proxy that responds 407", async (expect) => {
  const proxy = await startProxy({ refuses: true });
  const dispatcher = new ProxyAgent(proxy.url);
  const fetch = (input: string, init: object) => undiciFetch(input, { ...init, dispatcher } as never);
  try {
    const origin = "http://127.0.0.1:4010";
    const error = await failureOf(clientOf(origin, { ...ONCE, fetch }).getAccessToken());
    return expectReadable(error, { reason: /Proxy response \(407\)/, origin }, expect);
  } finally {
    await dispatcher.destroy();
    await proxy.close();
  }
});
await check("a port that fetch rejects", async (expect) => {
  const origin = "http://127.0.0.1:6666";
  const error = await failureOf(clientOf(origin, ONCE).getAccessToken());
  return expectReadable(error, { reason: /bad port/, origin }, expect);
});
await check("TLS with a private authority", async (expect) => {
  const tls = { key: readFileSync(TLS_KEY, "utf8"), cert: readFileSync(TLS_CERT, "utf8") };
  const server = await startTokenServer({ tls });
  try {
    const error = await failureOf(clientOf(server.url, ONCE).getAccessToken());
    const code = /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT/;
    return expectReadable(error, { reason: /certificate/, code, origin: server.url }, expect);
  } finally {
    await server.close();
  }
});
for (const [how, bytes, wanted] of [
  [
    "closes the connection",
    "",
    { reason: /other side closed|ECONNRESET|socket hang up/, code: /UND_ERR_SOCKET|ECONNRESET/ },
  ],
  // undici's error has a code on some versions only.
  ["does not speak HTTP", "hello\r\n\r\n", { reason: /Parse|Expected HTTP/ }],
  [
    "ends its response early",
    "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{",
    { reason: /terminated|other side closed|aborted/ },
  ],
] as const) {
  await check(`a server that ${how}`, async (expect) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(bytes));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      return expectReadable(await failureOf(clientOf(origin, ONCE).getAccessToken()), { ...wanted, origin }, expect);
    } finally {
      server.close();
    }
  });
}
await check("a secret and a token anywhere in a chain of causes are not shown", async (expect) => {
  const deepest = Object.assign(new Error(`no match for client_secret=${SECRET}`), { request: { body: SECRET } });
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("second", { cause: deepest }) }));
  const error = await failureOf(clientOf("http://127.0.0.1:4010", { ...ONCE, fetch }).getAccessToken());
  expect(/no match for client_secret=/.test(String(error?.message)), "the message has the deepest reason");
  expectNoSecret(error, expect);
  return `${codeOf(error)}: "${error?.message}"`;
});

process.exit();
