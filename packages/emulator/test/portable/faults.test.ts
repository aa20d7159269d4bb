import { assert, test } from "@microbilt-oauth/testing";
import { EmulatorError, type Fault } from "../../src/index.ts";
import { formatValue } from "../../src/input/validation/format-value.ts";
import { assertRefused } from "../support/refusal.ts";
import { askInJson, call, grant, ORIGIN, open, until } from "../support/requests.ts";

test("a status comes instead, so many times", async () => {
  const emulator = open();
  emulator.faults.add({ kind: "status", status: 503, headers: { "retry-after": "1" }, body: { a: 1 }, times: 2 });
  const answers = [await askInJson(emulator), await askInJson(emulator), await askInJson(emulator)];

  assert.deepEqual(
    answers.map(({ status }) => status),
    [503, 503, 200],
  );
  assert.equal(answers[0]?.headers.get("retry-after"), "1");
  assert.deepEqual(await answers[0]?.json(), { a: 1 });
  assert.deepEqual(emulator.faults.list(), []);
});

test("a refusal of the document comes instead", async () => {
  const emulator = open({ faults: [{ kind: "refusal", name: "QuotaExceeded", endpoint: "token" }] });

  await assertRefused(await askInJson(emulator), 429, "QuotaExceeded");
  assert.equal((await call(emulator)).status, 401);
});

test("a fault is for an endpoint, a method and a path", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);
  emulator.faults.add({ kind: "status", status: 502, endpoint: "resource", method: "get", path: "/a/*" });
  const status = async (path: string, method: string) =>
    (await call(emulator, accessToken, { method }, ORIGIN + path)).status;

  assert.deepEqual(
    [await status("/a/b", "GET"), await status("/a/b", "POST"), await status("/b", "GET")],
    [502, 200, 200],
  );
});

test("a probability brings the same faults for the same seed", async () => {
  const outcome = async (seed: number) => {
    const emulator = open({ faults: [{ kind: "status", status: 500, probability: 0.5, seed }] });
    return Promise.all(Array.from({ length: 40 }, async () => (await askInJson(emulator)).status));
  };
  const first = await outcome(7);

  assert.deepEqual(await outcome(7), first);
  assert.notDeepEqual(await outcome(8), first);
  assert.includeMembers(first, [200, 500]);
});

test("delays add up, and the first of the other faults counts", async () => {
  const emulator = open();
  emulator.faults.add({ kind: "latency", ms: 5 });
  emulator.faults.add({ kind: "status", status: 502, times: 1 });
  emulator.faults.add({ kind: "latency", ms: 5 });
  emulator.faults.add({ kind: "status", status: 503, times: 1 });

  assert.deepEqual([(await askInJson(emulator)).status, (await askInJson(emulator)).status], [502, 503]);
  assert.deepEqual(emulator.requests.list()[0]?.faults, ["latency", "status", "latency"]);
});

test("a wait for a delayed answer ends when the request is aborted", async () => {
  const emulator = open({ faults: [{ kind: "latency", ms: 60_000 }] });
  const { signal, abort } = abortable();
  const waiting = call(emulator, undefined, { signal });
  abort();

  assert.equal(await waiting.catch((error: Error) => error.message), "enough");
  await until(() => emulator.requests.list().length > 0);
  assert.deepInclude(emulator.requests.list()[0], {
    status: undefined,
    reason: "The client went away.",
    faults: ["latency"],
  });
  assert.lengthOf(emulator.requests.list(), 1);
});

test("a reset connection rejects as fetch does, and is logged without a status", async () => {
  const emulator = open({ faults: [{ kind: "reset" }] });
  const error = await askInJson(emulator).catch((reason: unknown) => reason);

  assert.instanceOf(error, TypeError);
  assert.equal(((error as Error).cause as { code: string }).code, "ECONNRESET");
  assert.isUndefined(emulator.requests.list()[0]?.status);
});

for (const fault of [{ kind: "reset", when: "inside" }, { kind: "truncated" }] satisfies Fault[]) {
  test(`an answer that is ${fault.kind} breaks off in its body`, async () => {
    const response = await askInJson(open({ faults: [fault] }));

    assert.equal(response.status, 200);
    assert.instanceOf(await response.text().catch((error: unknown) => error), TypeError);
  });
}

test("half of the body of an answer that is reset inside arrives before the error", async () => {
  const whole = (await (await askInJson(open())).text()).length;
  const response = await askInJson(open({ faults: [{ kind: "reset", when: "inside" }] }));
  const reader = response.body?.getReader();

  assert.equal((await reader?.read())?.value?.length, Math.floor(whole / 2));
  assert.instanceOf(await reader?.read().catch((error: unknown) => error), TypeError);
});

test("an answer without a body stays as it is, but for its connection", async () => {
  const bodyless: Fault = { kind: "status", status: 204, times: 1 };
  for (const kind of ["truncated", "malformed", "oversized"] as const) {
    const emulator = open({ products: { "/*": { status: 204 } }, faults: [{ kind, endpoint: "resource" }] });
    const { accessToken } = await grant(emulator);
    const response = await call(emulator, accessToken);

    assert.deepEqual([response.status, await response.text()], [204, ""], kind);
  }
  assert.equal((await askInJson(open({ faults: [bodyless] }))).status, 204);
});

test("a slow body ends when the request is aborted", async () => {
  const emulator = open({ faults: [{ kind: "slow", ms: 60_000, endpoint: "resource" }] });
  const { signal, abort } = abortable();
  const response = await call(emulator, undefined, { signal });
  abort();

  assert.equal(
    await response.body
      ?.getReader()
      .read()
      .catch((error: Error) => error.message),
    "enough",
  );
});

test("a slow body arrives whole", async () => {
  const response = await askInJson(open({ faults: [{ kind: "slow", ms: 20 }] }));

  assert.containsAllKeys(await response.json(), ["access_token"]);
});

test("a malformed body is no JSON", async () => {
  const response = await askInJson(open({ faults: [{ kind: "malformed" }] }));

  assert.equal(response.status, 200);
  assert.throws(() => JSON.parse("{}x"));
  assert.instanceOf(await response.json().catch((error: unknown) => error), SyntaxError);
});

test("an oversized body has the size that was asked for, and is JSON", async () => {
  const response = await askInJson(open({ faults: [{ kind: "oversized", bytes: 20_000 }] }));
  const text = await response.text();

  assert.equal(text.length, 20_000);
  assert.containsAllKeys(JSON.parse(text), ["access_token"]);
});

test("an answer can say that it is something else", async () => {
  const response = await askInJson(open({ faults: [{ kind: "content-type", mediaType: "text/html" }] }));

  assert.equal(response.headers.get("content-type"), "text/html");
});

test("a fault can be taken away", async () => {
  const { faults, fetch } = open();
  const first = faults.add({ kind: "status", status: 500 });
  const second = faults.add({ kind: "status", status: 501 });
  assert.isTrue(first.remove());
  assert.isFalse(first.remove());
  assert.deepEqual(
    faults.list().map(({ id }) => id),
    [second.id],
  );
  faults.clear();

  assert.equal((await askInJson({ fetch })).status, 200);
});

for (const [problem, fault] of [
  ["A fault has a kind", {}],
  ["A fault has a kind", { kind: "toString" }],
  ["A fault has a kind", null],
  ["has no ms", { kind: "reset", ms: 5 }],
  ["ms of a fault is a number of ms up to 2147483647, not undefined", { kind: "latency" }],
  ["ms of a fault is a number of ms", { kind: "slow", ms: -1 }],
  ["status of a fault is a status from 200 to 599", { kind: "status", status: 99 }],
  ["headers of a fault", { kind: "status", status: 500, headers: { "a b": "c" } }],
  ["not have no refusal", { kind: "refusal", name: "Nonsense" }],
  ["probability of a fault is a number from 0 to 1", { kind: "reset", probability: 2 }],
  ["times of a fault is a whole number above 0", { kind: "reset", times: 0 }],
  ["takes a path such as", { kind: "reset", path: "iPredict" }],
  ["takes a path such as", { kind: "reset", path: "/a*" }],
  ["ms of a fault is a number of ms up to", { kind: "latency", ms: 2 ** 31 }],
  ["ms of a fault is a number of ms up to", { kind: "slow", ms: 2 ** 31 }],
  ["body of a fault has to be left out: a 204 has none", { kind: "status", status: 204, body: "a" }],
  ["body of a fault has to be left out: a 205 has none", { kind: "status", status: 205, body: {} }],
  ["body of a fault has to be left out: a 304 has none", { kind: "status", status: 304, body: "" }],
  ["body of a fault is a text, or what JSON can hold", { kind: "status", status: 500, body: 1n }],
  ["body of a fault is a text, or what JSON can hold", { kind: "status", status: 500, body: () => 1 }],
  ["body of a fault is a text, or what JSON can hold", { kind: "status", status: 500, body: nested(4_000) }],
  ["headers of a fault", { kind: "status", status: 500, headers: { a: "\u0001" } }],
  ["headers of a fault", { kind: "status", status: 500, headers: [["a", "b"]] }],
  ["mediaType of a fault is a media type", { kind: "content-type", mediaType: "text/\u0001" }],
  ["mediaType of a fault is a media type", { kind: "content-type", mediaType: "text/\u4e2d" }],
  ["bytes of a fault is a number of bytes up to", { kind: "oversized", bytes: 100_000_001 }],
  ["A fault has a kind", { kind: nested(4_000) }],
] as const) {
  test(`the fault ${formatValue(fault)} is refused: ${problem}`, () => {
    const words = problem.replace("not have no refusal", "The document has no refusal Nonsense: take one of ");

    assert.throws(() => open().faults.add(fault as unknown as Fault), EmulatorError, words);
  });
}

function nested(levels: number): unknown {
  return JSON.parse("[".repeat(levels) + "]".repeat(levels));
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("enough")) };
}
