import { assert, test } from "@microbilt-oauth/testing";
import { EmulatorError, type ProductScript } from "../../src/index.ts";
import { formatValue } from "../../src/input/validation/format-value.ts";
import { assertRefused } from "../support/refusal.ts";
import { CLIENT_ID, call, grant, ORIGIN, open } from "../support/requests.ts";

test("a product answers as it is scripted", async () => {
  const emulator = open({ products: { "/score": { status: 201, headers: { "x-a": "b" }, body: { score: 700 } } } });
  emulator.products.script("/computed/*", ({ method, path, query, body, clientId }) => ({
    body: { method, path, q: query.get("q"), body, clientId },
  }));
  emulator.products.script("/computed/own", () => new Response("<html>", { status: 502 }));
  const { accessToken } = await grant(emulator);
  const at = (path: string, init?: RequestInit) => call(emulator, accessToken, init, ORIGIN + path);

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
  assert.containsAllKeys(await (await at("/score")).json(), ["method", "path"]);
});

test("a script can refuse in the words of the document", async () => {
  const emulator = open({ products: { "/*": ({ refuse }) => refuse("InsufficientScope") } });
  const { accessToken } = await grant(emulator);

  await assertRefused(await call(emulator, accessToken), 403, "InsufficientScope");
});

test("a script that fails is answered with 500, and its error stands in the log", async () => {
  const emulator = open({
    products: {
      "/*": () => {
        throw new Error("oh");
      },
    },
  });
  const { accessToken } = await grant(emulator);

  assert.equal((await call(emulator, accessToken)).status, 500);
  assert.include(emulator.requests.list().at(-1)?.reason, "oh");
});

for (const [problem, script] of [
  ["status of a product's answer is a status from 200 to 599, not 42", { status: 42 }],
  ["status of a product's answer is a status from 200 to 599", { status: "abc" }],
  ["headers of a product's answer are names and values", { headers: { "a b": "c" } }],
  ["headers of a product's answer are names and values", { headers: { a: "\n" } }],
  ["headers of a product's answer are names and values", { headers: 5 }],
  ["body of a product's answer has to be left out: a 204 has none", { status: 204, body: {} }],
  ["body of a product's answer is a text, or what JSON can hold", { body: 1n }],
  [
    "body of a product's answer is a text, or what JSON can hold",
    { body: JSON.parse("[".repeat(4_000) + "]".repeat(4_000)) },
  ],
  ['A product\'s answer has no "statsu": it has status, headers, body', { statsu: 404 }],
  ["A product is scripted with what it answers", [404]],
  ["A product is scripted with what it answers", new Date(0)],
  ["A product is scripted with what it answers", "text"],
  ["A product is scripted with what it answers", undefined],
] as [string, unknown][]) {
  test(`the script ${formatValue(script)} is refused, or its answer is: ${problem}`, async () => {
    const emulator = open();
    const add = (script: unknown) => emulator.products.script("/*", script as ProductScript);
    assert.throws(() => add(script), EmulatorError, problem);
    add(() => script);
    const { accessToken } = await grant(emulator);

    assert.equal((await call(emulator, accessToken)).status, 500);
    assert.include(emulator.requests.list().at(-1)?.reason, problem);
  });
}

for (const thrown of ["x", null, undefined, Object.create(null)]) {
  test(`a script that throws ${formatValue(thrown)} is answered with 500, and that stands in the log`, async () => {
    const emulator = open({
      products: {
        "/*": () => {
          throw thrown;
        },
      },
    });
    const { accessToken } = await grant(emulator);

    assert.equal((await call(emulator, accessToken)).status, 500);
    assert.include(emulator.requests.list().at(-1)?.reason, `it threw ${formatValue(thrown)}`);
  });
}

test("a script may give the same response again, and none that is an error", async () => {
  const shared = new Response("shared");
  const emulator = open({ products: { "/*": () => shared, "/error": () => Response.error() } });
  const { accessToken } = await grant(emulator);
  const texts = [await (await call(emulator, accessToken)).text(), await (await call(emulator, accessToken)).text()];

  assert.deepEqual(texts, ["shared", "shared"]);
  assert.equal((await call(emulator, accessToken, {}, `${ORIGIN}/error`)).status, 500);
});
