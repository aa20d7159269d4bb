/** A curl command sends the same bytes as the suite, from sh and from zsh. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { curlCommand } from "../../../src/wire/curl/curl-command.ts";
import { exchange, type WireRequest } from "../../../src/wire/exchange.ts";
import { createRedactor } from "../../../src/wire/redactor.ts";
import { SHELLS, skipWithout } from "../../support/shells.ts";

const SECRET = 'p&ss "word" \\ + 100% é $x \'`!';
const received: unknown[] = [];
const server = createServer(async (request, response) => {
  const { connection: _, host: _host, ...headers } = request.headersDistinct;
  received.push({
    method: request.method,
    target: request.url,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, values]) => [
        name,
        values?.map((value) => Buffer.from(value, "latin1").toString("hex")),
      ]),
    ),
    body: (await buffer(request)).toString("hex"),
  });
  response.end();
});
let base = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const JSON_FIELDS = { "content-type": "application/json", accept: "application/json" };
const REQUESTS: Readonly<Record<string, Partial<WireRequest>>> = {
  "a token request": {
    method: "POST",
    headers: JSON_FIELDS,
    body: '{"client_id":"an-id","client_secret":"s3cret-s3cret"}',
  },
  "a secret with reserved characters in JSON": {
    headers: JSON_FIELDS,
    body: JSON.stringify({ client_secret: SECRET }),
  },
  "a secret with reserved characters in JSON within JSON": { body: JSON.stringify({ a: JSON.stringify({ SECRET }) }) },
  "a secret with reserved characters in a form": { body: new URLSearchParams({ client_secret: SECRET }).toString() },
  "a secret in the query": { url: `/a?b=${encodeURIComponent(SECRET)}&c[0]={d}` },
  "a secret in HTTP Basic": {
    headers: { authorization: `Basic ${Buffer.from(`an-id:${SECRET}`).toString("base64")}` },
  },
  "a bearer": { method: "GET", headers: { authorization: "Bearer tk7Rq-tk7Rq-1234" } },
  "most of a bearer": { method: "GET", headers: { authorization: "Bearer tk7Rq-tk7Rq-123x" } },
  "a bearer and more": { headers: { authorization: "Bearer tk7Rq-tk7Rq-1234:u[1]_x" } },
  "no body": { method: "GET" },
  "a POST without a body": {},
  "an empty body": { body: "" },
  "a GET with a body": { method: "GET", body: "{}" },
  HEAD: { method: "HEAD" },
  OPTIONS: { method: "OPTIONS", target: "*" },
  "a target that a URL cannot hold": { target: "/a/../b//c;d=e?f=%zz" },
  "no content type": { body: "a=b" },
  "a field twice": { headers: { authorization: ["a", "b"] } },
  "an empty field": { headers: { "x-empty": "", accept: "" } },
  "a field that is not ASCII": { headers: { "x-name": "J\u00fcrgen \u0080\u00ff" } },
  "what a shell would interpret": { body: `$HOME \`id\` "x" 'y' !! \\n %s %% $(id) ~ * ; & | > #` },
  "line breaks and tabs": { body: "a\r\nb\tc\n\n" },
  "a NUL and other control characters": { body: "a\u0000b\u0007\u001b[31m" },
  "bytes that are not UTF-8": { body: '{"\u00ff\u00fe":1,"\u00c3\u00a9":"s3cret-s3cret"}', encoding: "latin1" },
  "an option of printf": { body: "-v x\u0000" },
  "a byte order mark": { body: "\uFEFF{}" },
  "emoji and half of one": { body: "\u{1F600} \ud83d" },
  "100 kB of the same": { body: `{"a":"${"x".repeat(100_000)}","client_secret":"s3cret-s3cret"}` },
  "10,000 levels": { body: `${'{"a":'.repeat(10_000)}0${"}".repeat(10_000)}` },
  "2 MB": { body: "x".repeat(2_000_000) },
  "a long query": { url: `/a?b=${"y".repeat(5_000)}` },
};

describe.each(SHELLS)("in %s", (shell) => {
  test.for(Object.entries(REQUESTS))("curl sends %s", async ([_, { url = "/a?b=c", ...change }], context) => {
    skipWithout(shell, context);
    const request: WireRequest = { method: "POST", headers: {}, ...change, url: base + url };
    const redactor = createRedactor();
    redactor.hide("s3cret-s3cret", "$PLAIN_SECRET");
    redactor.hide(SECRET, "$ODD_SECRET");
    redactor.hide("tk7Rq-tk7Rq-1234", "$ACCESS_TOKEN");
    redactor.hide("tk7Rq-tk7Rq-123x", `\${ACCESS_TOKEN%?}x`);
    received.length = 0;

    await exchange(request, { deadline: 5_000 });
    const command = curlCommand(request, { split: redactor.split }) ?? "";
    await promisify(execFile)(shell, ["-c", command], {
      env: {
        PATH: process.env["PATH"],
        PLAIN_SECRET: "s3cret-s3cret",
        ODD_SECRET: SECRET,
        ACCESS_TOKEN: "tk7Rq-tk7Rq-1234",
      },
    });

    expect(command.length).toBeLessThan(2_000);
    expect(command).not.toMatch(/s3cret-s3cret|tk7Rq|p&ss/);
    expect(received).toHaveLength(2);
    expect(received[1]).toEqual(received[0]);
  });
});

const show = (request: Partial<WireRequest>, caFile?: string) =>
  curlCommand(
    { method: "GET", url: "https://localhost/", headers: {}, ...request },
    { split: (text) => [text], caFile },
  );

test("the command for a server with a certificate of its own names the authority", () => {
  expect(show({}, "my ca.pem")).toContain("--http1.1 'https://localhost/' \\\n  --cacert 'my ca.pem' \\\n");
  expect(show({ url: "http://localhost/" }, "ca.pem")).not.toContain("--cacert");
});

test("there is no command for a long body that does not repeat itself", () => {
  const body = Array.from({ length: 20_000 }, (_, index) => index).join();

  expect(show({ method: "POST", body })).toBeUndefined();
});
