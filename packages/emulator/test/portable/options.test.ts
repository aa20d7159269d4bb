import { document, type OpenApiDocument } from "@microbilt-oauth/spec";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { createEmulator, EmulatorError, type EmulatorOptions } from "../../src/index.ts";
import { createTestEmulator, ORIGIN, requestToken } from "../support/requests.ts";

for (const [problem, options] of [
  ["The options of createEmulator must be an object; got null", null],
  ['Unknown option "app". Options: apps, clock, expiresIn, ', { app: [] }],
  ['document. Did you mean "apps"?', { app: [] }],
  ['Unknown option "nothing-near". Options: apps, clock, ', { "nothing-near": [] }],
  ["apps must be an array such as [{ clientId, clientSecret }]; got an object", { apps: { clientId: "a" } }],
  ["app must be an object such as { clientId, clientSecret }; got a string", { apps: ["id:secret"] }],
  ['clientId must be a non-empty string; got ""', { apps: [{ clientId: "" }] }],
  ["clientSecret must be a non-empty string; got a number", { apps: [{ clientSecret: 5 }] }],
  ['products must be an array of paths such as ["/iPredict/*"]; got "/a"', { apps: [{ products: "/a" }] }],
  ['Each product must be a path such as "/iPredict/GetReport"', { apps: [{ products: ["a"] }] }],
  [
    'quota must be { calls, interval }, a number of calls and a number of seconds; got {"calls":5}',
    { apps: [{ quota: { calls: 5 } }] },
  ],
  [
    "quota must be { calls, interval }, a number of calls and a number of seconds; got null",
    { apps: [{ quota: null }] },
  ],
  ["expiresIn must be a positive number of seconds; got 0", { expiresIn: 0 }],
  ['expiresIn must be a positive number of seconds; got "5"', { expiresIn: "5" }],
  ["maxTokens must be a positive number of tokens; got NaN", { maxTokens: Number.NaN }],
  ['compatibility must be "documented" or "observed"; got "strict"', { compatibility: "strict" }],
  ["clock must be a function; got a number", { clock: 5 }],
  ["onRequest must be a function; got a boolean", { onRequest: true }],
  ['reuseTokens must be true or false; got "yes"', { reuseTokens: "yes" }],
  [
    "statuses.ExpiredAccessToken must be 401 or 500, as in the document; got 418",
    { statuses: { ExpiredAccessToken: 418 } },
  ],
  [
    'Unknown error response "Nonsense". Error responses in the document: MissingClientId,',
    { statuses: { Nonsense: 400 } },
  ],
  [
    "A product script must be a response such as { body: { score: 700 } }, or a function that returns one; got null",
    { products: { "/a": null } },
  ],
  [
    'path of a product must be a path such as "/iPredict/GetReport", or "/iPredict/*" for every path below it; got "a"',
    { products: { a: {} } },
  ],
  ["kind of a fault must be one of latency, status,", { faults: [{}] }],
  ['faults must be an array such as [{ kind: "reset", times: 1 }]; got an object', { faults: { kind: "reset" } }],
  ["products must be a plain object such as", { products: new Map([["/a", {}]]) }],
  ["products must be a plain object such as", { products: 5 }],
  ["statuses must be a plain object such as { ExpiredAccessToken: 500 }; got 500", { statuses: 500 }],
  ["statuses must be a plain object such as { ExpiredAccessToken: 500 }; got null", { statuses: null }],
  ["maxRequests must be a non-negative integer; got 2.5", { maxRequests: 2.5 }],
  ["maxRequests must be a non-negative integer; got -1", { maxRequests: -1 }],
  [
    'Unknown member "clientID" of an application. Members: clientId, clientSecret, products, quota. Did you mean "clientId"?',
    { apps: [{ clientID: "x" }] },
  ],
  ["app must be an object such as { clientId, clientSecret }; got an array", { apps: [["id", "secret"]] }],
] as const) {
  test(`createEmulator(${JSON.stringify(options)}) throws: ${problem}`, () => {
    assert.throws(() => createEmulator(options as unknown as EmulatorOptions), EmulatorError, problem);
  });
}

test("an error about an application never shows a secret", () => {
  for (const apps of [
    "s3cret",
    ["s3cret"],
    [["s3cret"]],
    [{ clientId: 5, clientSecret: "s3cret" }],
    [{ clientSecret: ["s3cret"] }],
    [{ clientId: ["s3cret"] }],
  ]) {
    const create = () => createEmulator({ apps } as unknown as EmulatorOptions);

    assert.throws(create, EmulatorError, /must be/);
    assert.throws(create, /^(?!.*s3cret)/s);
  }
});

for (const [problem, change] of [
  ["document must be an OpenAPI 3.1 or 3.2 document", () => null],
  ["document must be an OpenAPI 3.1 or 3.2 document", () => ({ swagger: "2.0" })],
  ["document must be an OpenAPI 3.1 or 3.2 document", () => "openapi: 3.1.0"],
  ["has no info", () => ({ openapi: "3.1.0", paths: {} })],
  ["has no paths", () => ({ openapi: "3.1.0", info: {} })],
  ["no operation has the operationId getAccessToken", () => ({ ...document, paths: {} })],
  [
    "The document has no response with the example MissingClientId or InvalidClient",
    (copy) => without(copy, "responses", "400", "401"),
  ],
  ["The document has no complete example of the response at", (copy) => withoutExample(copy)],
] as [string, (copy: OpenApiDocument) => unknown][]) {
  test(`an unusable document throws: ${problem}`, () => {
    const unusable = change(structuredClone(document)) as OpenApiDocument;

    assert.throws(() => createEmulator({ document: unusable }), EmulatorError, problem);
  });
}

test("with any one part cut out, a document either works or throws invalid_document", async () => {
  const outcomes = { works: 0, throws: 0 };
  for (const path of pathsIn(document)) {
    const copy = structuredClone(document);
    cut(copy, path);
    try {
      const emulator = createTestEmulator({ document: copy });
      await requestToken(emulator);
      outcomes.works += 1;
    } catch (error) {
      outcomes.throws += 1;
      assert.instanceOf(error, EmulatorError, path.join("."));
      assert.equal((error as EmulatorError).code, "invalid_document");
    }
  }
  assert.isAbove(outcomes.works, 50);
  assert.isAbove(outcomes.throws, 50);
});

test("the emulator does not change the document", async () => {
  const given = structuredClone(document);
  await requestToken(createTestEmulator({ document: given }));

  assert.deepEqual(given, document);
  assert.notInclude(JSON.stringify(given), "__absolute");
});

test("the token endpoint is at the path in the document", async () => {
  const moved = "/moved/token";
  const text = JSON.stringify(document).replaceAll(tokenEndpoint.path, moved);
  const emulator = createTestEmulator({ document: JSON.parse(text) });
  const response = await requestToken({ fetch: (_, init) => emulator.fetch(ORIGIN + moved, init) });

  assert.equal(response.status, 200);
  assert.equal((await requestToken(emulator)).status, 401);
});

type Tree = { [name: string]: Tree };

function without(copy: OpenApiDocument, part: string, ...names: string[]): unknown {
  for (const operations of Object.values(copy.paths)) {
    for (const operation of Object.values(operations) as unknown as Tree[]) {
      for (const name of names) {
        delete operation[part]?.[name];
      }
    }
  }
  return copy;
}

function withoutExample(copy: OpenApiDocument): unknown {
  const { components } = copy as unknown as { components: Tree };
  delete components["responses"]?.["AccessToken"]?.["content"]?.["application/json"]?.["examples"];
  return copy;
}

function pathsIn(node: unknown, path: readonly string[] = []): string[][] {
  if (typeof node !== "object" || node === null) {
    return [];
  }
  return Object.entries(node).flatMap(([name, child]) => [[...path, name], ...pathsIn(child, [...path, name])]);
}

function cut(copy: OpenApiDocument, path: readonly string[]): void {
  let parent = copy as unknown as Tree;
  for (const name of path.slice(0, -1)) {
    parent = parent[name] as Tree;
  }
  delete parent[path.at(-1) ?? ""];
}
