const { callProduct, createTestClient, rejectedCredentials, token } = require("./client.js");

describe("jest-fetch-mock", () => {
  const fetchMock = require("jest-fetch-mock");

  beforeEach(() => {
    fetchMock.enableMocks();
    fetchMock.resetMocks();
  });
  afterEach(() => fetchMock.disableMocks());

  test("a call", async () => {
    fetchMock.mockResponses(JSON.stringify(token), JSON.stringify({ score: 700 }));
    const response = await callProduct(createTestClient());
    expect(await response.json()).toEqual({ score: 700 });
  });

  test("a typed call", async () => {
    fetchMock.mockResponses(JSON.stringify(token), JSON.stringify({ score: 700 }));
    const { data } = await createTestClient().api().POST("/iPredict/GetReport", { body: {} });
    expect(data).toEqual({ score: 700 });
  });

  test("a token response that is too large is rejected", async () => {
    fetchMock.mockResponse("x".repeat(256 * 1024));
    await expect(createTestClient().getAccessToken()).rejects.toMatchObject({ code: "response_too_large" });
  });

  test("the error of rejected credentials is readable", async () => {
    fetchMock.mockResponse(rejectedCredentials, { status: 401 });
    await expect(createTestClient().getAccessToken()).rejects.toThrow(/ClientId is Invalid/);
  });

  test("mockReject: the message says what the mock says", async () => {
    fetchMock.mockReject(new Error("the mock's own words"));
    await expect(createTestClient({ retry: false }).getAccessToken()).rejects.toThrow(/the mock's own words/);
  });
});
