import { createClient, MicrobiltError } from "@microbilt-oauth/client";
import contract from "../contract.json";

const { token, tokenPath } = contract;
const options = {
  baseUrl: "https://microbilt.test",
  clientId: "my-application",
  clientSecret: "a secret",
  fetch: async (url) => Response.json(String(url.url ?? url).endsWith(tokenPath) ? token : { score: 700 }),
};

test("import of the client, and a call", async () => {
  const response = await createClient(options).fetch("/iPredict/GetReport", { method: "POST", body: "{}" });
  expect(await response.json()).toEqual({ score: 700 });
});

test("a typed call", async () => {
  const { data } = await createClient(options).api().POST("/iPredict/GetReport", { body: {} });
  expect(data).toEqual({ score: 700 });
});

test("an error is a MicrobiltError", async () => {
  const fetch = async () => new Response("{}", { status: 401 });
  const error = await createClient({ ...options, fetch })
    .getAccessToken()
    .catch((reason) => reason);
  expect(error).toBeInstanceOf(MicrobiltError);
  expect(error.code).toBe("invalid_client");
});
