import { document, type OpenApiDocument } from "@microbilt-oauth/spec";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { createEmulator, EmulatorError, type EmulatorOptions } from "../../src/index.ts";
import { askInJson, ORIGIN, open } from "../support/requests.ts";

for (const [problem, options] of [
  ["takes an object of options", null],
  ["There is no option app: there are apps,", { app: [] }],
  ["apps takes a list", { apps: { clientId: "a" } }],
  ["An application is an object", { apps: ["id:secret"] }],
  ["clientId takes a text that is not empty", { apps: [{ clientId: "" }] }],
  ["clientSecret takes a text that is not empty", { apps: [{ clientSecret: 5 }] }],
  ["products takes a list of paths", { apps: [{ products: "/a" }] }],
  ["products takes a path such as", { apps: [{ products: ["a"] }] }],
  ["quota takes { calls, interval }", { apps: [{ quota: { calls: 5 } }] }],
  ["quota takes { calls, interval }", { apps: [{ quota: null }] }],
  ["tokenLifetime takes a number of seconds above 0, not 0", { tokenLifetime: 0 }],
  ['tokenLifetime takes a number of seconds above 0, not "5"', { tokenLifetime: "5" }],
  ["maxTokens takes a number of tokens above 0", { maxTokens: Number.NaN }],
  ['compatibility is "documented" or "observed", not "strict"', { compatibility: "strict" }],
  ["clock takes a function", { clock: 5 }],
  ["onRequest takes a function", { onRequest: true }],
  ["reuseTokens is true or false", { reuseTokens: "yes" }],
  ["The document shows ExpiredAccessToken with 401 or 500, not with 418", { statuses: { ExpiredAccessToken: 418 } }],
  ["The document has no refusal Nonsense", { statuses: { Nonsense: 400 } }],
  ["A product is scripted with what it answers", { products: { "/a": null } }],
  ["products.script takes a path such as", { products: { a: {} } }],
  ["A fault has a kind", { faults: [{}] }],
  ["faults takes a list such as", { faults: { kind: "reset" } }],
  ["products takes an object of answers by path", { products: new Map([["/a", {}]]) }],
  ["products takes an object of answers by path", { products: 5 }],
  ["statuses takes an object of statuses by refusal", { statuses: 500 }],
  ["statuses takes an object of statuses by refusal", { statuses: null }],
  ["maxRequests takes a whole number of requests, not 2.5", { maxRequests: 2.5 }],
  ["maxRequests takes a whole number of requests, not -1", { maxRequests: -1 }],
  ["An application has no clientID: it has clientId, clientSecret,", { apps: [{ clientID: "x" }] }],
  ["An application is an object", { apps: [["id", "secret"]] }],
] as const) {
  test(`the options ${JSON.stringify(options)} are refused: ${problem}`, () => {
    assert.throws(() => createEmulator(options as unknown as EmulatorOptions), EmulatorError, problem);
  });
}

test("a secret that is refused is not shown", () => {
  const apps = [{ clientId: 5, clientSecret: "s3cret" }] as unknown as NonNullable<EmulatorOptions["apps"]>;

  assert.throws(() => createEmulator({ apps }), EmulatorError, /^(?!.*s3cret).*$/);
});

for (const [problem, change] of [
  ["no OpenAPI 3.1 document", () => null],
  ["no OpenAPI 3.1 document", () => ({ swagger: "2.0" })],
  ["no OpenAPI 3.1 document", () => "openapi: 3.1.0"],
  ["has no info", () => ({ openapi: "3.1.0", paths: {} })],
  ["has no paths", () => ({ openapi: "3.1.0", info: {} })],
  ["no operation has the operationId getAccessToken", () => ({ ...document, paths: {} })],
  [
    "No answer in the document has the example MissingClientId or InvalidClient",
    (copy) => without(copy, "responses", "400", "401"),
  ],
  ["no example of a whole answer", (copy) => withoutExample(copy)],
] as [string, (copy: OpenApiDocument) => unknown][]) {
  test(`a bad document is refused: ${problem}`, () => {
    const bad = change(structuredClone(document)) as OpenApiDocument;

    assert.throws(() => createEmulator({ document: bad }), EmulatorError, problem);
  });
}

test("a document from which any part was cut out is refused by what it lacks, or works", async () => {
  for (const path of pathsIn(document)) {
    const copy = structuredClone(document);
    cut(copy, path);
    try {
      const emulator = open({ document: copy });
      await askInJson(emulator);
    } catch (error) {
      assert.instanceOf(error, EmulatorError, path.join("."));
      assert.equal((error as EmulatorError).code, "invalid_document");
    }
  }
});

test("the document that is given stays as it is", async () => {
  const given = structuredClone(document);
  await askInJson(open({ document: given }));

  assert.deepEqual(given, document);
  assert.notInclude(JSON.stringify(given), "__absolute");
});

test("another path is followed", async () => {
  const moved = "/moved/token";
  const text = JSON.stringify(document).replaceAll(tokenEndpoint.path, moved);
  const emulator = open({ document: JSON.parse(text) });
  const answer = await askInJson({ fetch: (_, init) => emulator.fetch(ORIGIN + moved, init) });

  assert.equal(answer.status, 200);
  assert.equal((await askInJson(emulator)).status, 401);
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
