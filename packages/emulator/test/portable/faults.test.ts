import { assert, test } from "@microbilt-oauth/testing";
import { EmulatorError, type Fault } from "../../src/index.ts";
import { assertRefused } from "../support/refusal.ts";
import { askInJson, call, grant, ORIGIN, open } from "../support/requests.ts";

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
  ["ms of a fault is a number of ms, not undefined", { kind: "latency" }],
  ["ms of a fault is a number of ms", { kind: "slow", ms: -1 }],
  ["status of a fault is a status from 200 to 599", { kind: "status", status: 99 }],
  ["headers of a fault", { kind: "status", status: 500, headers: { "a b": "c" } }],
  ["not have no refusal", { kind: "refusal", name: "Nonsense" }],
  ["probability of a fault is a number from 0 to 1", { kind: "reset", probability: 2 }],
  ["times of a fault is a whole number above 0", { kind: "reset", times: 0 }],
  ["takes a path such as", { kind: "reset", path: "iPredict" }],
  ["takes a path such as", { kind: "reset", path: "/a*" }],
] as const) {
  test(`the fault ${JSON.stringify(fault)} is refused`, () => {
    const words = problem.replace("not have no refusal", "The document has no refusal Nonsense: take one of ");

    assert.throws(() => open().faults.add(fault as unknown as Fault), EmulatorError, words);
  });
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("enough")) };
}
