import { createClient } from "@microbilt-oauth/client";
import { fetch, ProxyAgent } from "undici6";

const credentials = { clientId: "my-application", clientSecret: "a secret" };
const dispatcher = new ProxyAgent("http://127.0.0.1:3128");

export const plain = createClient({ ...credentials, environment: "sandbox", fetch });

export const dispatched = createClient({
  ...credentials,
  environment: "sandbox",
  fetch: (input, init) => fetch(input, { ...init, dispatcher }),
});
