import { connect } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openTestProxy, SECRET } from "./support/open-test-proxy.ts";
import { CALLERS_SECRET, type RandomExchange, randomExchange, respondAs } from "./support/random-exchange.ts";
import { startUpstream } from "./support/upstream.ts";

/** Set these to raise the number of requests, and to repeat a run. */
const { MICROBILT_PROXY_REQUESTS = "400", MICROBILT_PROXY_SEED = String(Date.now() % 2 ** 31) } = process.env;
const count = Number(MICROBILT_PROXY_REQUESTS);
const seed = Number(MICROBILT_PROXY_SEED);

const CONCURRENT = 8;
const FAULT = '{"fault":{"faultstring":"x","detail":{"errorcode":"keymanagement.service.access_token_expired"}}}';

test(`${count} random requests (seed ${seed}) leak nothing, and leave the proxy as it was`, {
  timeout: 1_800_000,
}, async () => {
  const exchanges = new Map<string, RandomExchange>();
  const served = new Set<string>();
  const leaks: string[] = [];
  let sent = 0;
  let reached = 0;

  const upstream = await startUpstream((request, response) => {
    const { authorization } = request.headersDistinct;
    if (authorization?.length !== 1 || !/^Bearer bearer-of-the-proxy-\d+$/.test(authorization[0] ?? "")) {
      leaks.push(`to the server: ${authorization}`);
    }
    if (request.rawHeaders.join("\n").includes(CALLERS_SECRET)) {
      leaks.push(`to the server: ${request.rawHeaders}`);
    }
    const path = request.url ?? "";
    const exchange = exchanges.get(path);
    if (!exchange) {
      response.end("ok");
    } else if (exchange.server.rejectsToken && !served.has(path)) {
      request.resume();
      response.writeHead(401, { "content-type": "application/json" }).end(FAULT);
    } else {
      respondAs(exchange, request, response);
    }
    served.add(path);
    reached += 1;
  });
  const proxy = await openTestProxy(upstream.url);

  async function run(exchange: RandomExchange): Promise<void> {
    sent += 1;
    const path = `/run/${sent}`;
    exchanges.set(path, exchange);
    const { text, isReset, isAborted } = await send(proxy.port, path, exchange);
    exchanges.delete(path);
    served.delete(path);
    if (text.includes("bearer-of-the-proxy") || text.includes(SECRET)) {
      leaks.push(`to the caller: ${text}`);
    }
    if (/within/.test(exchange.server.end) && /^HTTP\/1.1 200 /.test(text) && !isAborted) {
      expect(isWhole(exchange.method, text, isReset)).toBe(false);
    }
  }

  await fc.assert(
    fc.asyncProperty(fc.array(randomExchange, { minLength: CONCURRENT, maxLength: CONCURRENT }), async (batch) => {
      await Promise.all(batch.map(run));
      expect(leaks).toEqual([]);
    }),
    { numRuns: Math.ceil(count / CONCURRENT), seed, endOnFailure: true },
  );

  // Otherwise the test would say little: many requests are invalid, and the proxy itself refuses them.
  expect(reached).toBeGreaterThan(sent / 4);
  expect(await (await fetch(`${proxy.url}/after`)).text()).toBe("ok");
  expect(proxy.lines.join("\n")).not.toMatch(new RegExp(`${CALLERS_SECRET}|${SECRET}|bearer-of-the-proxy`));
  // This resolves only if no request is left in progress.
  await proxy.close();
  upstream.close();
});

interface Received {
  readonly text: string;
  readonly isReset: boolean;
  readonly isAborted: boolean;
}

function send(port: number, path: string, { method, fields, body, callerAborts }: RandomExchange): Promise<Received> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    let isReset = false;
    let isAborted = false;
    const abort = () => {
      isAborted = true;
      socket.destroy();
    };
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      isReset ||= code === "ECONNRESET" || code === "EPIPE";
    });
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (callerAborts && "received" in callerAborts && text.length >= callerAborts.received) {
        abort();
      }
    });
    socket.on("close", () => resolve({ text, isReset, isAborted }));
    // A caller that waits for nothing any more.
    socket.on("end", () => socket.destroy());
    const bytes = Buffer.from(serialize(method, path, fields, body), "latin1");
    if (callerAborts && "sent" in callerAborts) {
      socket.write(bytes.subarray(0, callerAborts.sent), () => setTimeout(abort, callerAborts.sent % 20));
    } else {
      socket.write(bytes);
    }
  });
}

function serialize(
  method: string,
  path: string,
  fields: RandomExchange["fields"],
  body: RandomExchange["body"],
): string {
  const content = "c".repeat(body?.size ?? 0);
  const framing = body ? [body.isChunked ? "Transfer-Encoding: chunked" : `Content-Length: ${body.size}`] : [];
  const chunks = content
    ? `${content.length.toString(16)};x=y\r\n${content}\r\n0\r\nX-Trailer: 1\r\n\r\n`
    : "0\r\n\r\n";
  const head = [
    `${method} ${path} HTTP/1.1`,
    "Host: localhost",
    "Connection: close",
    ...fields.map(([name, value]) => `${name}: ${value}`),
    ...framing,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body?.isChunked ? chunks : content}`;
}

/** Whether a caller would take a response for a complete one. */
function isWhole(method: string, text: string, isReset: boolean): boolean {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (method === "HEAD") {
    return false;
  }
  if (/^transfer-encoding: chunked/im.test(head)) {
    return body.endsWith("0\r\n\r\n");
  }
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return length === undefined ? !isReset : body.length >= Number(length);
}
