const { BASE_URL, callProduct, createTestClient, messagesOf, SECRET, token, tokenPath } = require("./client.js");

describe("undici's MockAgent", () => {
  const { MockAgent, fetch: undiciFetch } = require("undici");

  test("a call", async () => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    const pool = dispatcher.get(BASE_URL);
    pool.intercept({ path: tokenPath, method: "POST" }).reply(200, token);
    pool.intercept({ path: "/iPredict/GetReport", method: "POST" }).reply(200, { score: 700 });
    const fetch = (input, init) => undiciFetch(input, { ...init, dispatcher });
    const response = await callProduct(createTestClient({ fetch }));
    expect(await response.json()).toEqual({ score: 700 });
  });

  test("when nothing matches, the message says what undici says", async () => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    dispatcher.get(BASE_URL);
    const fetch = (input, init) => undiciFetch(input, { ...init, dispatcher });
    const error = await callProduct(createTestClient({ fetch, retry: false })).catch((reason) => reason);
    expect(error.message).toMatch(/Mock dispatch not matched/);
    expect(messagesOf(error).join()).not.toContain(SECRET);
  });
});
