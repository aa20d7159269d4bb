const { callProduct, createTestClient, token, tokenPath } = require("./client.js");

const HOUR_IN_MS = 3_600_000;

describe("fake timers", () => {
  const stub = () => jest.fn(async (url) => Response.json(String(url).endsWith(tokenPath) ? token : { score: 700 }));

  afterEach(() => jest.useRealTimers());

  test("a token expires when the time is advanced", async () => {
    jest.useFakeTimers();
    const fetch = stub();
    const microbilt = createTestClient({ fetch });
    await callProduct(microbilt);
    jest.advanceTimersByTime(2 * HOUR_IN_MS);
    await callProduct(microbilt);
    expect(fetch.mock.calls.filter(([url]) => String(url).endsWith(tokenPath))).toHaveLength(2);
  });

  test("a retry is sent when the time is advanced", async () => {
    jest.useFakeTimers();
    const fetch = stub().mockResolvedValueOnce(new Response(null, { status: 503 }));
    const called = callProduct(createTestClient({ fetch }));
    await jest.advanceTimersByTimeAsync(60_000);
    expect((await called).status).toBe(200);
  });
});
