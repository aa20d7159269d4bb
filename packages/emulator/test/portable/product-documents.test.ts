import { document, resolve } from "@microbilt-oauth/spec";
import { assert, test } from "@microbilt-oauth/testing";
import { type Emulator, EmulatorError, type EmulatorOptions, type ProductDocumentSource } from "../../src/index.ts";
import { BASE_PATH, PRODUCT, VALID_BODY } from "../support/product-document.ts";
import { callProduct, createTestEmulator, grantToken, ORIGIN } from "../support/requests.ts";

const APP_ID = "{f8f2f1f0-0000-4000-8000-000000000001}";
const REPORT = `${BASE_PATH}/GetReport`;
const ARCHIVE = `${BASE_PATH}/GetArchiveReport`;

interface TestProduct {
  readonly emulator: Emulator;
  call(path: string, init?: RequestInit): Promise<Response>;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

async function createProduct(options: EmulatorOptions = { products: PRODUCT }): Promise<TestProduct> {
  const emulator = createTestEmulator(options);
  const { accessToken } = await grantToken(emulator);
  const call = (path: string, init?: RequestInit) => callProduct(emulator, accessToken, init, ORIGIN + path);
  return {
    emulator,
    call,
    post: (body, headers) =>
      call(REPORT, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
  };
}

test("a product responds with the first example of its document", async () => {
  const { post } = await createProduct();
  const response = await post(VALID_BODY);

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.deepEqual(await response.json(), { example: "accepted" });
  assert.isNull(response.headers.get("preference-applied"));
});

test("without an example, a product responds with a sample made from the schema, which is the same each time", async () => {
  const { call } = await createProduct();
  const [first, second] = [await call(`${ARCHIVE}?AppId=${APP_ID}`), await call(`${ARCHIVE}?AppId=${APP_ID}`)];
  const sample = await first.json();

  assert.deepEqual(sample, { score: 300, RESPONSE: { STATUS: {} } });
  assert.deepEqual(await second.json(), sample);
});

for (const [prefer, status, body, applied] of [
  ["example=declined", 200, { example: "declined" }, "example=declined"],
  ['respond-async, example="declined"; x=y', 200, { example: "declined" }, "example=declined"],
  ["code=400", 400, { example: "invalid" }, "code=400"],
  ["example=invalid", 400, { example: "invalid" }, "example=invalid"],
  ["EXAMPLE=invalid, code=400", 400, { example: "invalid" }, "example=invalid, code=400"],
  ["failure", 200, exampleValue("ReportFailure"), "example=failure"],
  ["example=messageFailure", 200, exampleValue("MessageFailure"), "example=messageFailure"],
  ["wait=10", 200, { example: "accepted" }, null],
] as const) {
  test(`Prefer: ${prefer} chooses a response with ${status}`, async () => {
    const { post } = await createProduct();
    const response = await post(VALID_BODY, { prefer });

    assert.equal(response.status, status);
    assert.equal(response.headers.get("preference-applied"), applied);
    assert.deepEqual(await response.json(), body);
  });
}

for (const [prefer, problem] of [
  [
    "example=nothing",
    'The document has no example "nothing". Examples: accepted, declined, invalid, failure, messageFailure, reportFailure.',
  ],
  ["code=418", "The document has no response with the status 418. It has 200, 400."],
  ["code=x", "The document has no response with the status NaN. It has 200, 400."],
] as const) {
  test(`Prefer: ${prefer} is refused, because the document has no such response`, async () => {
    const { emulator, post } = await createProduct();
    const response = await post(VALID_BODY, { prefer });

    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { message: string }).message, `Prefer: ${problem}`);
    assert.equal(emulator.requests.list().at(-1)?.reason, `Prefer: ${problem}`);
  });
}

test("the response `default` of a document is sent with the status that the call prefers", async () => {
  const { call } = await createProduct();
  const response = await call(`${BASE_PATH}/GetDocument/abc`, { headers: { prefer: "code=503" } });

  assert.equal(response.status, 503);
  assert.deepEqual(await response.json(), { failed: true });
});

for (const [problem, where, at, query] of [
  ["a missing parameter", "query", "AppId", ""],
  ["a parameter that does not match its pattern", "query", "AppId", "AppId=1"],
  ["a parameter that is not a number", "query", "year", `AppId=${APP_ID}&year=new`],
  ["a parameter that is too small", "query", "year", `AppId=${APP_ID}&year=1899`],
  ["an array with an item that is not a number", "query", "tags/1", `AppId=${APP_ID}&tags=1&tags=x`],
  ["a list with an item that is not a number", "query", "ids/1", `AppId=${APP_ID}&ids=1,x`],
  ["a boolean that is not one", "query", "full", `AppId=${APP_ID}&full=yes`],
  ["a header with an unknown value", "header", "X-Version", `AppId=${APP_ID}`],
] as const) {
  test(`a call with ${problem} is refused with 400, and the response names ${at}`, async () => {
    const { emulator, call } = await createProduct();
    const headers = where === "header" ? { "x-version": "3" } : {};
    const response = await call(`${ARCHIVE}?${query}`, { headers });
    const body = (await response.json()) as Record<string, string>;

    assert.equal(response.status, 400);
    assert.include(body, { in: where, at, source: "@microbilt-oauth/emulator" });
    assert.equal(emulator.requests.list().at(-1)?.reason, body["message"]);
    assert.include(body["message"], `${where} ${at}: `);
  });
}

test("valid parameters are accepted, and unknown ones are ignored", async () => {
  const { call } = await createProduct();
  const query = `AppId=${APP_ID}&year=2024&tags=1&tags=2&ids=3,4&full=true&more=1`;

  assert.equal((await call(`${ARCHIVE}?${query}`, { headers: { "x-version": "2" } })).status, 200);
});

for (const [problem, at, body] of [
  ["without a required member", "/PersonInfo/SSN", { PersonInfo: {} }],
  ["without any required member", "/PersonInfo", { Extra: 1 }],
  ["with a member that does not match", "/PersonInfo/SSN", { PersonInfo: { SSN: "123-45-6789" } }],
  ["with a member of another type", "/PersonInfo", { PersonInfo: "someone" }],
  ["that is an array", "", []],
] as const) {
  test(`a body ${problem} is refused with 400, and the response names ${at || "the body"}`, async () => {
    const { post } = await createProduct();
    const response = await post(body);

    assert.equal(response.status, 400);
    assert.include((await response.json()) as object, { in: "body", at });
  });
}

for (const [problem, status, type, body] of [
  ["no body", 400, "application/json", undefined],
  ["malformed JSON", 400, "application/json", "{"],
  ["another media type", 415, "text/plain", "{}"],
  ["no media type", 415, "", "{}"],
  ["another charset", 415, "application/json; charset=utf-16", JSON.stringify(VALID_BODY)],
  ["a form with an invalid field", 400, "application/x-www-form-urlencoded", "age=x"],
  ["a valid form", 200, "application/x-www-form-urlencoded", "age=5"],
] as const) {
  test(`a call with ${problem} has the status ${status}`, async () => {
    const { call } = await createProduct();
    const bytes = body === undefined ? null : new TextEncoder().encode(body);
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };

    assert.equal((await call(REPORT, { method: "POST", headers, body: bytes })).status, status);
  });
}

test("a path can have parameters, and the path without any goes first", async () => {
  const { call } = await createProduct();
  const textAt = async (file: string) => (await call(`${BASE_PATH}/GetDocument/${file}`)).text();

  assert.equal(await textAt("a%2Fb"), "the file");
  assert.equal(await textAt("latest"), "the latest");
  assert.equal((await call(`${BASE_PATH}/GetDocument/ab`)).status, 400);
  assert.equal((await call(`${BASE_PATH}/GetDocument/a/b`)).status, 404);
});

for (const path of [BASE_PATH, `${BASE_PATH}/`]) {
  test(`a path of / is at ${path}`, async () => {
    const { call } = await createProduct();

    assert.equal((await call(path)).status, 204);
  });
}

test("a method that the document does not describe is refused with 405; HEAD is a GET without a body", async () => {
  const { emulator, call } = await createProduct();
  const refused = await call(REPORT, { method: "PUT" });
  const head = await call(`${ARCHIVE}?AppId=${APP_ID}`, { method: "HEAD" });

  assert.deepEqual([refused.status, refused.headers.get("allow")], [405, "POST"]);
  assert.include(emulator.requests.list().at(-2)?.reason, "describes only POST /Invented/GetReport");
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  assert.equal((await call(ARCHIVE, { method: "HEAD" })).status, 400);
});

test("an unknown path is the 404 of a gateway, with or without a token, and the log lists the paths", async () => {
  const { emulator, call } = await createProduct();
  const response = await call("/invented/GetReport?a=b");
  const expected = JSON.stringify(exampleValue("UnknownPath")).replace("/unknown", "/invented/GetReport");

  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), JSON.parse(expected));
  assert.equal((await emulator.fetch(`${ORIGIN}/GetReport`)).status, 404);
  assert.deepInclude(emulator.requests.list().at(-1), { refusal: "UnknownPath", status: 404 });
  assert.include(
    emulator.requests.list().at(-1)?.reason,
    "No product has this path. Paths: /Invented/, /Invented/GetR",
  );
});

test("a known path needs a token before the call is validated", async () => {
  const { emulator } = await createProduct();

  assert.equal((await emulator.fetch(`${ORIGIN}${REPORT}`, { method: "POST" })).status, 401);
});

test("a script chooses an example, and the call must still be valid", async () => {
  const { emulator, call, post } = await createProduct();
  emulator.products.script(REPORT, { example: "failure" });

  assert.deepEqual(
    await (await post(VALID_BODY, { prefer: "example=declined" })).json(),
    exampleValue("ReportFailure"),
  );
  assert.equal((await post({})).status, 400);
  assert.equal((await call(REPORT, { method: "DELETE" })).status, 405);
  emulator.products.script(REPORT, { example: "invalid", status: 400 });
  assert.equal((await post(VALID_BODY)).status, 400);
  assert.isTrue(emulator.products.remove(REPORT));
  assert.deepEqual(await (await post(VALID_BODY)).json(), { example: "accepted" });
});

test("a function chooses an example, responds to an invalid call, or leaves the call to the document", async () => {
  const { emulator, post } = await createProduct();
  emulator.products.script("/Invented/*", ({ problem, headers }) => {
    if (problem) {
      return { status: 422, body: problem };
    }
    return headers.has("x-declined") ? { example: "declined" } : undefined;
  });
  const invalid = await post({ PersonInfo: {} });

  assert.equal(invalid.status, 422);
  assert.deepEqual(await invalid.json(), {
    in: "body",
    at: "/PersonInfo/SSN",
    message: "The member SSN is missing.",
  });
  assert.deepEqual(await (await post(VALID_BODY, { "x-declined": "1" })).json(), { example: "declined" });
  assert.deepEqual(await (await post(VALID_BODY)).json(), { example: "accepted" });
});

for (const [problem, products, message] of [
  ["that the document does not have", [PRODUCT, { [REPORT]: { example: "none" } }], 'no example "none"'],
  ["without a document", { [REPORT]: { example: "none" } }, "no document describes the path"],
] as const) {
  test(`a script with an example ${problem} leads to a 500 that says so`, async () => {
    const { emulator, post } = await createProduct({ products });
    const response = await post(VALID_BODY);

    assert.equal(response.status, 500);
    assert.include(((await response.json()) as { message: string }).message, message);
    assert.include(emulator.requests.list().at(-1)?.reason, message);
  });
}

test("a script with a response goes before the document", async () => {
  const { call } = await createProduct({ products: [{ [REPORT]: { body: "scripted" } }, PRODUCT] });

  assert.equal(await (await call(REPORT, { method: "PUT" })).text(), "scripted");
});

test("a product can have another base path than its document says", async () => {
  const { call } = await createProduct({ products: [{ document: PRODUCT, basePath: "/Elsewhere" }] });

  assert.equal((await call("/Elsewhere")).status, 204);
  assert.equal((await call(BASE_PATH)).status, 404);
});

test("a document can be added and removed, and a reset restores those from the options", async () => {
  const { emulator, call } = await createProduct();
  const document = { ...PRODUCT, info: { title: "Other", version: "1" } };
  const added = emulator.products.add(document, { basePath: "/Other/" });

  assert.deepEqual(added, { title: "Other", version: "1", basePath: "/Other" });
  assert.equal((await call("/Other")).status, 204);
  assert.isTrue(emulator.products.remove("/Other"));
  assert.equal((await call("/Other")).status, 404);
  assert.include(emulator.products.list(), "/Other/GetReport");
  emulator.reset();
  assert.deepEqual(
    emulator.products.list(),
    Object.keys(PRODUCT.paths).map((path) => BASE_PATH + path),
  );
});

for (const [problem, products] of [
  ["basePath of a product must be a path, which starts with a slash; got 5", { document: PRODUCT, basePath: 5 }],
  ['Unknown member "base" of a product', [{ document: PRODUCT, base: "/a" }]],
  ["products must be a plain object such as", [[PRODUCT]]],
  ["products must be a plain object such as", null],
] as const) {
  test(`products that cannot be used throw: ${problem}`, () => {
    const create = () => createTestEmulator({ products } as unknown as EmulatorOptions);

    assert.throws(create, EmulatorError, problem);
  });
}

for (const [problem, source] of [
  ["The document has no paths", { openapi: "3.1.0", info: {}, paths: {} }],
  ["must be OpenAPI 3.0 or 3.1, or Swagger 2.0", { swagger: "1.2", paths: {} }],
  ["The document has no servers", { ...PRODUCT, servers: [] }],
  ["A part of it does not follow OpenAPI", { ...PRODUCT, paths: { "/": { get: { parameters: 5 } } } }],
] as const) {
  test(`a document that cannot be used throws: ${problem}`, () => {
    const add = () => createTestEmulator({ products: source as unknown as ProductDocumentSource });

    assert.throws(add, EmulatorError, problem);
    assert.throws(add, /^The product's document cannot be used\. .*\.$/);
  });
}

test("a schema that cannot be used is named in the response", async () => {
  const copy = JSON.parse(JSON.stringify(PRODUCT).replace("^[0-9]{9}$", "[\\\\w-.]"));
  const { post } = await createProduct({ products: copy });
  const response = await post(VALID_BODY);

  assert.equal(response.status, 400);
  assert.include(((await response.json()) as { message: string }).message, "The document's schema cannot be used");
});

test("two documents with the same path are refused", () => {
  assert.throws(
    () => createTestEmulator({ products: [PRODUCT, PRODUCT] }),
    EmulatorError,
    /The products Invented and Invented both have the path \/Invented.*Leave one of them out/,
  );
});

test("without a product, an echo says in the log that there is no script", async () => {
  const { emulator, call } = await createProduct({});
  await call("/anything");

  assert.equal(emulator.requests.list().at(-1)?.reason, "echo: no script");
});

function exampleValue(name: string): unknown {
  return resolve(document, `#/components/examples/${name}/value`);
}
