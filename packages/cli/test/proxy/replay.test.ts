import { afterEach, describe, expect, test } from "vitest";
import { openTestProxy, type TestProxy } from "./support/open-test-proxy.ts";
import { openRaw } from "./support/raw-connection.ts";
import { startUpstream, type Upstream } from "./support/upstream.ts";

let upstream: Upstream;
let proxy: TestProxy;
let bodies: string[];

const FAULT = JSON.stringify({
  fault: {
    faultstring: "Access Token expired",
    detail: { errorcode: "keymanagement.service.access_token_expired" },
  },
});

/** Starts a server that accepts only some of the tokens that it has issued. */
async function start(accepts: (token: string) => boolean, status = 401): Promise<void> {
  bodies = [];
  upstream = await startUpstream((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.push(body);
      if (accepts((request.headers.authorization ?? "").slice("Bearer ".length))) {
        response.end(`ok ${body.length}`);
      } else {
        response.writeHead(status, { "content-type": "application/json" }).write(FAULT.slice(0, 20));
        setTimeout(() => response.end(FAULT.slice(20)), 20);
      }
    });
  });
  proxy = await openTestProxy(upstream.url);
}

afterEach(async () => {
  proxy.abort();
  await proxy.close();
  upstream.close();
});

const isSecond = (token: string) => token.endsWith("-2");

describe("a rejected token", () => {
  test.each([401, 500])("(status %i) is replaced, and the request is sent again, once", async (status) => {
    await start(isSecond, status);
    const response = await fetch(`${proxy.url}/x`, { method: "POST", body: "a".repeat(1024 * 1024) });
    expect(await response.text()).toBe("ok 1048576");
    expect(bodies.map((body) => body.length)).toEqual([1024 * 1024, 1024 * 1024]);
    expect(upstream.tokens).toHaveLength(2);
    expect(proxy.lines.join("\n")).toMatch(/token {2}rejected by the server with status/);
  });

  test("is replaced for a GET request without a body", async () => {
    await start(isSecond);
    expect(await (await fetch(`${proxy.url}/x`)).text()).toBe("ok 0");
  });

  test("is replaced for the next request if the body is longer than 1 MiB", async () => {
    await start(isSecond);
    const send = () => fetch(`${proxy.url}/x`, { method: "POST", body: "a".repeat(1024 * 1024 + 1) });
    const first = await send();
    expect(first.status).toBe(401);
    expect(await first.text()).toBe(FAULT);
    expect(await (await send()).text()).toBe("ok 1048577");
    expect(bodies).toHaveLength(2);
  });

  test("is replaced for the next request if the body arrives slowly", async () => {
    await start(isSecond);
    const connection = await openRaw(
      proxy.port,
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nstart\r\n",
    );
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(upstream.calls).toHaveLength(1);
    connection.socket.write("3\r\nend\r\n0\r\n\r\n");
    expect(await connection.until(/0\r\n\r\n$/)).toMatch(/^HTTP\/1.1 401 [\s\S]*access_token_expired/);
    connection.socket.destroy();
    expect(bodies).toEqual(["startend"]);
  });

  test("that a new one does not help stays a 401 with its body", async () => {
    await start(() => false);
    const response = await fetch(`${proxy.url}/x`, { method: "POST", body: "x" });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe(FAULT);
    expect(bodies).toHaveLength(2);
  });
});

test("fifty calls at once with a rejected token cause one token request", async () => {
  await start(isSecond);
  const call = async () => (await fetch(`${proxy.url}/x`, { method: "POST", body: "x" })).status;
  expect(new Set(await Promise.all(Array.from({ length: 50 }, call)))).toEqual(new Set([200]));
  expect(upstream.tokens).toHaveLength(2);
});
