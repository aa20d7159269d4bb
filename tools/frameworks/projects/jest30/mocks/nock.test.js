const { BASE_URL, callProduct, createTestClient, messagesOf, SECRET, token, tokenPath } = require("./client.js");

describe("nock", () => {
  const nock = require("nock");

  beforeAll(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  afterAll(() => nock.restore());

  test("a call", async () => {
    nock(BASE_URL).post(tokenPath).reply(200, token).post("/iPredict/GetReport").reply(200, { score: 700 });
    const response = await callProduct(createTestClient());
    expect(await response.json()).toEqual({ score: 700 });
  });

  test("when nothing matches, the message says what nock says", async () => {
    nock(BASE_URL).get("/something-else").reply(200);
    const error = await callProduct(createTestClient({ retry: false })).catch((reason) => reason);
    expect(error.message).toMatch(/Nock: No match/);
    expect(messagesOf(error).join()).not.toContain(SECRET);
  });
});
