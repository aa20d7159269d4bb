import { createClient } from "@microbilt-oauth/client";
import fetch from "node-fetch";

export const microbilt = createClient({
  environment: "sandbox",
  clientId: "my-application",
  clientSecret: "a secret",
  fetch,
});
