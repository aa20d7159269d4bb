import { assert, test } from "@microbilt-oauth/testing";
import { EmulatorError, type Fault } from "../../src/index.ts";
import { formatValue } from "../../src/input/validation/format-value.ts";
import { assertRefusal } from "../support/refusal.ts";
import { callProduct, createTestEmulator, grantToken, ORIGIN, requestToken, waitUntil } from "../support/requests.ts";

test("a status fault replaces the response as many times as it says", async () => {
  const emulator = createTestEmulator();
  emulator.faults.add({ kind: "status", status: 503, headers: { "retry-after": "1" }, body: { a: 1 }, times: 2 });
  const responses = [await requestToken(emulator), await requestToken(emulator), await requestToken(emulator)];

  assert.deepEqual(
    responses.map(({ status }) => status),
    [503, 503, 200],
  );
  assert.equal(responses[0]?.headers.get("retry-after"), "1");
  assert.deepEqual(await responses[0]?.json(), { a: 1 });
  assert.deepEqual(emulator.faults.list(), []);
});

test("a refusal fault replaces the response with an error response of the document", async () => {
  const emulator = createTestEmulator({ faults: [{ kind: "refusal", name: "QuotaExceeded", endpoint: "token" }] });

  await assertRefusal(await requestToken(emulator), 429, "QuotaExceeded");
  assert.equal((await callProduct(emulator)).status, 401);
});

test("a fault applies to its endpoint, method and path only", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);
  emulator.faults.add({ kind: "status", status: 502, endpoint: "resource", method: "get", path: "/a/*" });
  const status = async (path: string, method: string) =>
    (await callProduct(emulator, accessToken, { method }, ORIGIN + path)).status;

  assert.deepEqual(
    [await status("/a/b", "GET"), await status("/a/b", "POST"), await status("/b", "GET")],
    [502, 200, 200],
  );
});

test("the same seed gives the same sequence of faults", async () => {
  const outcome = async (seed: number) => {
    const emulator = createTestEmulator({ faults: [{ kind: "status", status: 500, probability: 0.5, seed }] });
    return Promise.all(Array.from({ length: 40 }, async () => (await requestToken(emulator)).status));
  };
  const first = await outcome(7);

  assert.deepEqual(await outcome(7), first);
  assert.notDeepEqual(await outcome(8), first);
  assert.includeMembers(first, [200, 500]);
});

test("every latency applies, and the first of the other faults", async () => {
  const emulator = createTestEmulator();
  emulator.faults.add({ kind: "latency", ms: 5 });
  emulator.faults.add({ kind: "status", status: 502, times: 1 });
  emulator.faults.add({ kind: "latency", ms: 5 });
  emulator.faults.add({ kind: "status", status: 503, times: 1 });

  assert.deepEqual([(await requestToken(emulator)).status, (await requestToken(emulator)).status], [502, 503]);
  assert.deepEqual(emulator.requests.list()[0]?.faults, ["latency", "status", "latency"]);
});

test("aborting a request ends its latency", async () => {
  const emulator = createTestEmulator({ faults: [{ kind: "latency", ms: 60_000 }] });
  const { signal, abort } = abortable();
  const waiting = callProduct(emulator, undefined, { signal });
  abort();

  assert.equal(await waiting.catch((error: Error) => error.message), "enough");
  await waitUntil(() => emulator.requests.list().length > 0);
  assert.deepInclude(emulator.requests.list()[0], {
    status: undefined,
    reason: "The client disconnected.",
    faults: ["latency"],
  });
  assert.lengthOf(emulator.requests.list(), 1);
});

test("a reset makes fetch reject as it does for a real connection, and is logged without a status", async () => {
  const emulator = createTestEmulator({ faults: [{ kind: "reset" }] });
  const error = await requestToken(emulator).catch((reason: unknown) => reason);

  assert.instanceOf(error, TypeError);
  assert.equal(((error as Error).cause as { code: string }).code, "ECONNRESET");
  assert.isUndefined(emulator.requests.list()[0]?.status);
});

for (const fault of [{ kind: "reset", when: "inside" }, { kind: "truncated" }] satisfies Fault[]) {
  test(`the body of a response fails in the middle with ${fault.kind}`, async () => {
    const response = await requestToken(createTestEmulator({ faults: [fault] }));

    assert.equal(response.status, 200);
    assert.instanceOf(await response.text().catch((error: unknown) => error), TypeError);
  });
}

test("half of the body arrives before a reset inside it", async () => {
  const whole = (await (await requestToken(createTestEmulator())).text()).length;
  const response = await requestToken(createTestEmulator({ faults: [{ kind: "reset", when: "inside" }] }));
  const reader = response.body?.getReader();

  assert.equal((await reader?.read())?.value?.length, Math.floor(whole / 2));
  assert.instanceOf(await reader?.read().catch((error: unknown) => error), TypeError);
});

test("faults of the body leave a response without a body as it is", async () => {
  for (const kind of ["truncated", "malformed", "oversized"] as const) {
    const emulator = createTestEmulator({
      products: { "/*": { status: 204 } },
      faults: [{ kind, endpoint: "resource" }],
    });
    const { accessToken } = await grantToken(emulator);
    const response = await callProduct(emulator, accessToken);

    assert.deepEqual([response.status, await response.text()], [204, ""], kind);
  }
  assert.equal((await requestToken(createTestEmulator({ faults: [{ kind: "status", status: 204 }] }))).status, 204);
});

test("aborting a request ends its slow body", async () => {
  const emulator = createTestEmulator({ faults: [{ kind: "slow", ms: 60_000, endpoint: "resource" }] });
  const { signal, abort } = abortable();
  const response = await callProduct(emulator, undefined, { signal });
  abort();

  assert.equal(
    await response.body
      ?.getReader()
      .read()
      .catch((error: Error) => error.message),
    "enough",
  );
});

test("a slow body is complete", async () => {
  const response = await requestToken(createTestEmulator({ faults: [{ kind: "slow", ms: 20 }] }));

  assert.containsAllKeys(await response.json(), ["access_token"]);
});

test("a malformed body is not valid JSON", async () => {
  const response = await requestToken(createTestEmulator({ faults: [{ kind: "malformed" }] }));

  assert.equal(response.status, 200);
  const body = await response.text();
  assert.include(body, "access_token");
  assert.throws(() => JSON.parse(body), SyntaxError);
});

test("an oversized body has the requested size, and is valid JSON", async () => {
  const response = await requestToken(createTestEmulator({ faults: [{ kind: "oversized", bytes: 20_000 }] }));
  const text = await response.text();

  assert.equal(text.length, 20_000);
  assert.containsAllKeys(JSON.parse(text), ["access_token"]);
});

test("a content-type fault changes the media type of the response", async () => {
  const response = await requestToken(
    createTestEmulator({ faults: [{ kind: "content-type", mediaType: "text/html" }] }),
  );

  assert.equal(response.headers.get("content-type"), "text/html");
});

test("faults can be removed one by one, or all at once", async () => {
  const { faults, fetch } = createTestEmulator();
  const first = faults.add({ kind: "status", status: 500 });
  const second = faults.add({ kind: "status", status: 501 });
  assert.isTrue(first.remove());
  assert.isFalse(first.remove());
  assert.deepEqual(
    faults.list().map(({ id }) => id),
    [second.id],
  );
  faults.clear();

  assert.equal((await requestToken({ fetch })).status, 200);
});

for (const [problem, fault] of [
  [
    "kind of a fault must be one of latency, status, refusal, reset, truncated, slow, malformed, oversized, content-type; got undefined",
    {},
  ],
  ['content-type; got "toString"', { kind: "toString" }],
  ["kind of a fault must be one of", null],
  [
    'Unknown member "ms" of a fault of kind reset. Members: kind, when, endpoint, path, method,',
    { kind: "reset", ms: 5 },
  ],
  ["ms of a fault must be a number of ms from 0 to 2147483647; got undefined", { kind: "latency" }],
  ["ms of a fault must be a number of ms from 0 to 2147483647; got -1", { kind: "slow", ms: -1 }],
  ["status of a fault must be an integer from 200 to 599; got 99", { kind: "status", status: 99 }],
  [
    "headers of a fault must be an object of header names and values; got an object",
    { kind: "status", status: 500, headers: { "a b": "c" } },
  ],
  ['Unknown error response "Nonsense". Error responses in the document: ', { kind: "refusal", name: "Nonsense" }],
  ["probability of a fault must be a number from 0 to 1; got 2", { kind: "reset", probability: 2 }],
  ["times of a fault must be a positive integer; got 0", { kind: "reset", times: 0 }],
  ['path of a fault must be a path such as "/iPredict/GetReport"', { kind: "reset", path: "iPredict" }],
  ['path of a fault must be a path such as "/iPredict/GetReport"', { kind: "reset", path: "/a*" }],
  ["from 0 to 2147483647; got 2147483648", { kind: "latency", ms: 2 ** 31 }],
  ["from 0 to 2147483647; got 2147483648", { kind: "slow", ms: 2 ** 31 }],
  [
    "body of a fault must be omitted, because a response with status 204 has no body",
    { kind: "status", status: 204, body: "a" },
  ],
  [
    "body of a fault must be omitted, because a response with status 205 has no body",
    { kind: "status", status: 205, body: {} },
  ],
  [
    "body of a fault must be omitted, because a response with status 304 has no body",
    { kind: "status", status: 304, body: "" },
  ],
  [
    "body of a fault must be a string, or a JSON value nested at most 100 levels deep; got a bigint",
    { kind: "status", status: 500, body: 1n },
  ],
  ["nested at most 100 levels deep; got a function", { kind: "status", status: 500, body: () => 1 }],
  ["nested at most 100 levels deep; got an array", { kind: "status", status: 500, body: nested(4_000) }],
  ["headers of a fault must be an object", { kind: "status", status: 500, headers: { a: "\u0001" } }],
  ["header names and values; got an array", { kind: "status", status: 500, headers: [["a", "b"]] }],
  [
    'mediaType of a fault must be a media type such as "text/html"; got ',
    { kind: "content-type", mediaType: "text/\u0001" },
  ],
  [
    'mediaType of a fault must be a media type such as "text/html"; got ',
    { kind: "content-type", mediaType: "text/\u4e2d" },
  ],
  ["bytes of a fault must be an integer from 1 to 100000000; got 100000001", { kind: "oversized", bytes: 100_000_001 }],
  ["oversized, content-type; got [[[[", { kind: nested(4_000) }],
] as const) {
  test(`faults.add(${formatValue(fault)}) throws: ${problem}`, () => {
    assert.throws(() => createTestEmulator().faults.add(fault as unknown as Fault), EmulatorError, problem);
  });
}

function nested(levels: number): unknown {
  return JSON.parse("[".repeat(levels) + "]".repeat(levels));
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("enough")) };
}
