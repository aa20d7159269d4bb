import { createClient } from "@microbilt-oauth/client";

const credentials = { clientId: "my-application", clientSecret: "a secret" };

export const plain = createClient({ ...credentials, environment: "sandbox", fetch: globalThis.fetch });

export const wrapped = createClient({
  ...credentials,
  environment: "sandbox",
  fetch: async (input, init) => {
    const response = await fetch(input, init);
    console.log(response.status);
    return response;
  },
});

export const stub = createClient({
  ...credentials,
  environment: "sandbox",
  fetch: async () => new Response("{}"),
});
