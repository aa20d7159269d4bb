import { createClient, MicrobiltError } from "@microbilt-oauth/client";
import contract from "../contract.json";

interface Paths {
  "/iPredict/GetReport": {
    post: {
      requestBody: { content: { "application/json": { SSN: string } } };
      responses: { 200: { content: { "application/json": { score: number } } } };
    };
  };
}

const { token, tokenPath } = contract;
const credentials = { baseUrl: "https://microbilt.test", clientId: "my-application", clientSecret: "a secret" };
const fetch = async (url: unknown) =>
  Response.json(String((url as Request).url ?? url).endsWith(tokenPath) ? token : { score: 700 });

test("import of the client, and a call", async () => {
  const response = await createClient({ ...credentials, fetch }).fetch("/iPredict/GetReport", { method: "POST" });
  expect(await response.json()).toEqual({ score: 700 });
});

test("a typed call", async () => {
  const product = createClient({ ...credentials, fetch }).api<Paths>();
  const { data } = await product.POST("/iPredict/GetReport", { body: { SSN: "000000000" } });
  expect(data?.score).toBe(700);
});

test("an error is a MicrobiltError", async () => {
  const refusing = async () => new Response("{}", { status: 401 });
  const error: unknown = await createClient({ ...credentials, fetch: refusing })
    .getAccessToken()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MicrobiltError);
});
