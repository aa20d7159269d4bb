const { BASE_URL, callProduct, createTestClient, token, tokenPath } = require("./client.js");

describe("msw", () => {
  let server;
  let msw;

  beforeAll(() => {
    msw = require("msw");
    const { setupServer } = require("msw/node");
    server = setupServer(
      msw.http.post(`${BASE_URL}${tokenPath}`, () => msw.HttpResponse.json(token)),
      msw.http.post(`${BASE_URL}/iPredict/GetReport`, () => msw.HttpResponse.json({ score: 700 })),
    );
    server.listen({ onUnhandledRequest: "error" });
  });
  afterAll(() => server?.close());

  test("a call", async () => {
    const response = await callProduct(createTestClient());
    expect(await response.json()).toEqual({ score: 700 });
  });

  test("when nothing matches, the message says what msw says", async () => {
    const error = await createTestClient()
      .fetch("/other")
      .catch((reason) => reason);
    expect(error.message).toMatch(/MSW/);
  });
});
