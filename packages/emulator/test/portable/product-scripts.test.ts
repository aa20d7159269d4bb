import { assert, test } from "@microbilt-oauth/testing";
import { EmulatorError, type ProductScript } from "../../src/index.ts";
import { formatValue } from "../../src/input/validation/format-value.ts";
import { assertRefusal } from "../support/refusal.ts";
import { CLIENT_ID, callProduct, createTestEmulator, grantToken, ORIGIN } from "../support/requests.ts";

test("a product responds as its script says", async () => {
  const emulator = createTestEmulator({
    products: { "/score": { status: 201, headers: { "x-a": "b" }, body: { score: 700 } } },
  });
  emulator.products.script("/computed/*", ({ method, path, query, body, clientId }) => ({
    body: { method, path, q: query.get("q"), body, clientId },
  }));
  emulator.products.script("/computed/own", () => new Response("<html>", { status: 502 }));
  const { accessToken } = await grantToken(emulator);
  const at = (path: string, init?: RequestInit) => callProduct(emulator, accessToken, init, ORIGIN + path);

  const score = await at("/score");
  assert.deepEqual([score.status, score.headers.get("x-a"), await score.json()], [201, "b", { score: 700 }]);
  assert.deepEqual(await (await at("/computed/x?q=1", { method: "POST", body: "plain" })).json(), {
    method: "POST",
    path: "/computed/x",
    q: "1",
    body: "plain",
    clientId: CLIENT_ID,
  });
  assert.equal((await at("/computed/own")).status, 502);
  assert.isTrue(emulator.products.remove("/score"));
  assert.equal((await at("/score")).status, 404);
  emulator.products.clear();
  assert.containsAllKeys(await (await at("/score")).json(), ["method", "path"]);
});

for (const order of [
  ["/*", "/iPredict/*", "/iPredict/GetReport"],
  ["/iPredict/GetReport", "/iPredict/*", "/*"],
]) {
  test(`the most exact script applies when they are set in the order ${order.join(", ")}`, async () => {
    const emulator = createTestEmulator({ products: Object.fromEntries(order.map((path) => [path, { body: path }])) });
    const { accessToken } = await grantToken(emulator);
    const textAt = async (path: string) => (await callProduct(emulator, accessToken, {}, ORIGIN + path)).text();

    assert.equal(await textAt("/iPredict/GetReport"), "/iPredict/GetReport");
    assert.equal(await textAt("/iPredict/GetReport/"), "/iPredict/GetReport");
    assert.equal(await textAt("/iPredict/GetReport//"), "/iPredict/*");
    assert.equal(await textAt("/iPredict/"), "/iPredict/*");
    assert.equal(await textAt("/iPredict"), "/*");
    assert.equal(await textAt("/"), "/*");
  });
}

test("a path that has a script with a trailing slash and one without has two scripts", async () => {
  const emulator = createTestEmulator({ products: { "/a": { body: "without" }, "/a/": { body: "with" } } });
  const { accessToken } = await grantToken(emulator);

  assert.equal(await (await callProduct(emulator, accessToken, {}, `${ORIGIN}/a`)).text(), "without");
  assert.equal(await (await callProduct(emulator, accessToken, {}, `${ORIGIN}/a/`)).text(), "with");
});

test("a script can return an error response of the document", async () => {
  const emulator = createTestEmulator({ products: { "/*": ({ refuse }) => refuse("InsufficientScope") } });
  const { accessToken } = await grantToken(emulator);

  await assertRefusal(await callProduct(emulator, accessToken), 403, "InsufficientScope");
});

test("a script that throws leads to a 500, whose body and log entry say which script and why", async () => {
  const emulator = createTestEmulator({
    products: {
      "/*": () => {
        throw new Error("oh");
      },
    },
  });
  const { accessToken } = await grantToken(emulator);

  const response = await callProduct(emulator, accessToken);
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), {
    message: "The script of /* failed: oh",
    script: "/*",
    source: "@microbilt-oauth/emulator",
  });
  assert.equal(emulator.requests.list().at(-1)?.reason, "The script of /* failed: oh");
});

for (const [problem, script] of [
  ["status of a product response must be an integer from 200 to 599; got 42", { status: 42 }],
  ['status of a product response must be an integer from 200 to 599; got "abc"', { status: "abc" }],
  [
    "headers of a product response must be an object of header names and values; got an object",
    { headers: { "a b": "c" } },
  ],
  ["headers of a product response must be an object", { headers: { a: "\n" } }],
  ["header names and values; got a number", { headers: 5 }],
  [
    "body of a product response must be omitted, because a response with status 204 has no body",
    { status: 204, body: {} },
  ],
  [
    "body of a product response must be a string, or a JSON value nested at most 100 levels deep; got a bigint",
    { body: 1n },
  ],
  ["nested at most 100 levels deep; got an array", { body: JSON.parse("[".repeat(4_000) + "]".repeat(4_000)) }],
  [
    'Unknown member "statsu" of a product response. Members: status, headers, body. Did you mean "status"?',
    { statsu: 404 },
  ],
  [
    "A product script must be a response such as { body: { score: 700 } }, or a function that returns one; got an array",
    [404],
  ],
  ["A product script must be a response such as", new Date(0)],
  ["or a function that returns one; got a string", "text"],
  ["or a function that returns one; got undefined", undefined],
] as [string, unknown][]) {
  test(`${formatValue(script)} is neither a script nor the response of one: ${problem}`, async () => {
    const emulator = createTestEmulator();
    const add = (script: unknown) => emulator.products.script("/*", script as ProductScript);
    assert.throws(() => add(script), EmulatorError, problem);
    add(() => script);
    const { accessToken } = await grantToken(emulator);

    assert.equal((await callProduct(emulator, accessToken)).status, 500);
    assert.include(emulator.requests.list().at(-1)?.reason, problem);
  });
}

for (const thrown of ["x", null, undefined, Object.create(null)]) {
  test(`a script that throws ${formatValue(thrown)} leads to a 500, and the value to the log`, async () => {
    const emulator = createTestEmulator({
      products: {
        "/*": () => {
          throw thrown;
        },
      },
    });
    const { accessToken } = await grantToken(emulator);

    assert.equal((await callProduct(emulator, accessToken)).status, 500);
    assert.include(emulator.requests.list().at(-1)?.reason, `it threw ${formatValue(thrown)}`);
  });
}

test("a script can return the same Response again, but not Response.error()", async () => {
  const shared = new Response("shared");
  const emulator = createTestEmulator({ products: { "/*": () => shared, "/error": () => Response.error() } });
  const { accessToken } = await grantToken(emulator);
  const texts = [
    await (await callProduct(emulator, accessToken)).text(),
    await (await callProduct(emulator, accessToken)).text(),
  ];

  assert.deepEqual(texts, ["shared", "shared"]);
  assert.equal((await callProduct(emulator, accessToken, {}, `${ORIGIN}/error`)).status, 500);
});
