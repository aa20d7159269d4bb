import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { callProduct, createTestClient, token, tokenPath } from "./token.js";

const HOUR_IN_MS = 3_600_000;

/** Responds to token requests and product calls, and counts both. */
function stubFetch() {
  return vi.fn(async (url) => Response.json(String(url).endsWith(tokenPath) ? token : { score: 700 }));
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("vi.fn() as fetch", async () => {
  const fetch = stubFetch();
  expect(await (await callProduct(createTestClient({ fetch }))).json()).toEqual({ score: 700 });
  expect(fetch.mock.calls.map(([url]) => String(url))).toEqual([
    `https://microbilt.test${tokenPath}`,
    "https://microbilt.test/iPredict/GetReport",
  ]);
});

test("vi.fn() as fetch: a typed call passes a URL too", async () => {
  const fetch = stubFetch();
  await createTestClient({ fetch })
    .api()
    .POST("/iPredict/GetReport", { body: { SSN: "000000000" } });
  const [url, init] = fetch.mock.calls[1];
  expect(url).toBe("https://microbilt.test/iPredict/GetReport");
  expect(JSON.parse(init.body)).toEqual({ SSN: "000000000" });
});

test("vi.stubGlobal(fetch) after the client was made", async () => {
  const microbilt = createTestClient();
  vi.stubGlobal("fetch", stubFetch());
  expect((await callProduct(microbilt)).status).toBe(200);
});

test("vi.spyOn(globalThis, fetch)", async () => {
  const spy = vi.spyOn(globalThis, "fetch").mockImplementation(stubFetch());
  expect((await callProduct(createTestClient())).status).toBe(200);
  expect(spy).toHaveBeenCalledTimes(2);
});

test("fetch stubbed with one Response for every call: a used body is not a network failure", async () => {
  const response = Response.json(token);
  const microbilt = createTestClient({ fetch: vi.fn(async () => response) });
  await microbilt.getAccessToken();
  microbilt.invalidate();
  const error = await microbilt.getAccessToken().catch((reason) => reason);
  expect(error.code).not.toBe("network_error");
});

test("product.POST can be spied on", async () => {
  const fetch = stubFetch();
  const product = createTestClient({ fetch }).api();
  vi.spyOn(product, "POST").mockResolvedValue({ data: { score: 1 } });
  expect(await product.POST("/iPredict/GetReport", { body: {} })).toEqual({ data: { score: 1 } });
  expect(fetch).not.toHaveBeenCalled();
});

test("product.POST can be replaced", async () => {
  const fetch = stubFetch();
  const product = createTestClient({ fetch }).api();
  product.POST = vi.fn(async () => ({ data: { score: 1 } }));
  expect(await product.POST("/iPredict/GetReport", { body: {} })).toEqual({ data: { score: 1 } });
  expect(fetch).not.toHaveBeenCalled();
});

test("microbilt.fetch can be spied on", async () => {
  const fetch = stubFetch();
  const microbilt = createTestClient({ fetch });
  vi.spyOn(microbilt, "fetch").mockResolvedValue(Response.json({ score: 1 }));
  expect(await (await microbilt.fetch("/iPredict/GetReport")).json()).toEqual({ score: 1 });
  expect(fetch).not.toHaveBeenCalled();
});

test("fake timers: a call needs no timer", async () => {
  vi.useFakeTimers();
  expect((await callProduct(createTestClient({ fetch: stubFetch() }))).status).toBe(200);
});

test("fake timers: a token expires when the time is advanced", async () => {
  vi.useFakeTimers();
  const fetch = stubFetch();
  const microbilt = createTestClient({ fetch });
  await callProduct(microbilt);
  vi.advanceTimersByTime(2 * HOUR_IN_MS);
  await callProduct(microbilt);
  expect(fetch.mock.calls.filter(([url]) => String(url).endsWith(tokenPath))).toHaveLength(2);
});

test("fake timers: a token expires when the system time is set", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const fetch = stubFetch();
  const microbilt = createTestClient({ fetch });
  await callProduct(microbilt);
  vi.setSystemTime(Date.now() + 2 * HOUR_IN_MS);
  await callProduct(microbilt);
  expect(fetch.mock.calls.filter(([url]) => String(url).endsWith(tokenPath))).toHaveLength(2);
});

test("fake timers: a retry is sent when the time is advanced", async () => {
  vi.useFakeTimers();
  const fetch = stubFetch().mockResolvedValueOnce(new Response(null, { status: 503 }));
  const called = callProduct(createTestClient({ fetch }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await called).status).toBe(200);
});

beforeEach(() => {
  vi.unstubAllGlobals();
});
