/** Every request has a response, and every response is one that the document describes. */
import { once } from "node:events";
import { connect } from "node:net";
import {
  below,
  type DocumentedResponse,
  document,
  type Operation,
  type Pointer,
  type Reference,
  readContract,
  resolve,
} from "@microbilt-oauth/spec";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { CLIENT_ID, createTestEmulator, ORIGIN, VALID } from "./support/requests.ts";

const RUNS = 100_000;
const RUNS_OVER_SOCKETS = 2_000;
const MINUTES = 60_000;

const { tokenEndpoint, resource, flows } = readContract(document);
/** A validator other than the emulator's own. */
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ ...document, $id: "document" }, undefined, false, false);

const emulator = createTestEmulator({ bodyLimit: 2_000, maxTokens: 100 });
afterAll(() => emulator.close());
const accessToken = emulator.tokens.issue(CLIENT_ID, 1_000_000_000);

const json = fc
  .oneof(
    fc.constant(VALID),
    fc.record(
      {
        client_id: fc.oneof(fc.constant(CLIENT_ID), fc.jsonValue()),
        client_secret: fc.oneof(fc.constant(VALID["client_secret"]), fc.jsonValue()),
        grant_type: fc.oneof(fc.constant(VALID["grant_type"]), fc.constant("password"), fc.jsonValue()),
      },
      { requiredKeys: [] },
    ),
    fc.jsonValue(),
  )
  .map((value) => JSON.stringify(value));

const form = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom("client_id", "client_secret", "grant_type"), fc.string()),
      fc.string({ unit: "grapheme" }),
    ),
  )
  .map((fields) => new URLSearchParams(fields).toString());

const body = fc.oneof(
  json,
  form,
  fc.constant(new URLSearchParams(VALID as Record<string, string>).toString()),
  fc.string({ unit: "binary" }),
  fc.uint8Array(),
  json.map((text) => text.slice(0, -1)),
  fc.constant("[".repeat(1_999)),
  fc.constant("x".repeat(2_001)),
);

const headers = fc.record(
  {
    "content-type": fc.oneof(
      fc.constantFrom(flows.json.mediaType, flows.form.mediaType, "text/plain", "application/json; charset=utf-16"),
      headerValue(),
    ),
    authorization: fc.oneof(
      fc.constant(`Bearer ${accessToken}`),
      headerValue().map((text) => `Bearer ${text}`),
      headerValue(),
    ),
    accept: headerValue(),
    prefer: fc.constant("code=500"),
  },
  { requiredKeys: [] },
);

const path = fc.oneof(
  fc.constantFrom(
    tokenEndpoint.path,
    resource.path,
    "/",
    "//",
    `${tokenEndpoint.path}/`,
    tokenEndpoint.path.toLowerCase(),
  ),
  fc.webPath(),
);

const query = fc.oneof(
  fc.constantFrom("", `grant_type=client_credentials`, `grant_type=%E0%A4%A`),
  fc.webQueryParameters(),
);

const method = fc.oneof(
  fc.constantFrom("POST", "GET"),
  fc.constantFrom("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "PROPFIND", "post"),
);

test(`the responses to ${RUNS.toLocaleString("en")} random requests are as the document describes`, {
  timeout: 5 * MINUTES,
}, async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(method, path, query, headers, body, async (method, path, query, headers, body) => {
      const hasBody = !/^(?:get|head)$/i.test(method);
      const request = new Request(`${ORIGIN}${path}?${query}`, {
        method,
        headers,
        ...(hasBody && { body: body as string }),
      });
      const response = await emulator.fetch(request);

      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      await expectDocumented(request, response);
    }),
    { numRuns: RUNS },
  );

  // Otherwise the requests would not vary enough to prove anything.
  expect([...statuses.keys()].sort()).toEqual([200, 400, 401, 405, 413, 415, 500]);
});

/** One request for each status, sent among the random ones: at random, hardly any request is valid. */
const EXPECTED: readonly [status: string, method: string, path: string, body: string][] = [
  ["200", "POST", tokenEndpoint.path, JSON.stringify(VALID)],
  ["400", "POST", tokenEndpoint.path, "["],
  ["401", "POST", resource.path, ""],
  ["405", "PUT", tokenEndpoint.path, ""],
  ["413", "POST", tokenEndpoint.path, "x".repeat(2_001)],
];

test("random bytes on a socket cause neither a crash nor a hang", { timeout: 2 * MINUTES }, async () => {
  const { port } = await emulator.listen();
  const statuses = new Set<string>();
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.tuple(method, path, body).map(([method, path, body]) => message(method, path, body as string)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (bytes) => {
      const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      let received = "";
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
      });
      socket.on("error", () => {});
      socket.end(bytes);
      await once(socket, "close");

      statuses.add(/^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? "none");
      expect(received).not.toMatch(/^HTTP\/1\.1 5(?!00 Internal Server Error\r\n(?:.*\r\n)+\r\n\{"fault")/);
    }),
    { numRuns: RUNS_OVER_SOCKETS, examples: EXPECTED.map(([, ...request]) => [message(...request)]) },
  );

  expect([...statuses].sort()).toEqual(expect.arrayContaining(EXPECTED.map(([status]) => status)));
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(401);
});

/** A request in JSON, as it is on the wire. */
function message(method: string, path: string, body: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(body as string);
  const head = `${method} ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: ${flows.json.mediaType}\r\nconnection: close\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** Expects a status of the operation, and a body that the document describes for it. */
async function expectDocumented(request: Request, response: Response): Promise<void> {
  const { pathname } = new URL(request.url);
  const endpoint = pathname === tokenEndpoint.path ? tokenEndpoint.path : resource.path;
  const operation = operationAt(endpoint, request.method === "HEAD" ? "GET" : request.method);
  if (!operation) {
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).not.toContain(request.method);
    return;
  }
  const { $ref } = (operation.responses?.[response.status] ?? {}) as Reference;
  expect($ref, `${response.status} is not documented`).toBeDefined();
  const { content = {} } = resolve(document, $ref) as DocumentedResponse;
  const [mediaType] = Object.keys(content);
  const text = await response.text();
  if (mediaType === undefined || request.method === "HEAD") {
    expect(text).toBe("");
    return;
  }
  expect(response.headers.get("content-type")).toBe(mediaType);
  const place = `document${below($ref as Pointer, "content", mediaType, "schema")}`;
  expect(ajv.getSchema(place)?.(JSON.parse(text)), `${text} at ${place}`).toBe(true);
  if (response.status >= 500) {
    // The only 5xx that the document describes and that needs no script.
    expect(endpoint).toBe(tokenEndpoint.path);
    expect(JSON.parse(text)).toEqual(resolve(document, "#/components/examples/UnsupportedGrantType/value"));
  }
}

function operationAt(path: string, method: string): Operation | undefined {
  const item = document.paths[path] as Record<string, Operation>;
  return method === method.toUpperCase() ? item[method.toLowerCase()] : undefined;
}

/** A value for a header field. */
function headerValue(): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(..."abc ,;=\"'/*{}\t~") }).map((text) => text.trim());
}
