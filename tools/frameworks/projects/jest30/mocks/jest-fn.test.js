const { createTestClient } = require("./client.js");

describe("jest.fn()", () => {
  test("a fetch without an implementation fails once and says why", async () => {
    const fetch = jest.fn();
    const error = await createTestClient({ fetch })
      .getAccessToken()
      .catch((reason) => reason);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(error.code).not.toBe("network_error");
    expect(error.message).toMatch(/undefined|Response/);
  });

  test("product.POST can be spied on", async () => {
    const product = createTestClient({ fetch: jest.fn() }).api();
    jest.spyOn(product, "POST").mockResolvedValue({ data: { score: 1 } });
    expect(await product.POST("/iPredict/GetReport", { body: {} })).toEqual({ data: { score: 1 } });
  });
});
