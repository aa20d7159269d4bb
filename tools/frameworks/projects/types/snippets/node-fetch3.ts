import { createClient } from "@microbilt-oauth/client";
import fetch from "node-fetch3";

export const microbilt = createClient({
  environment: "sandbox",
  clientId: "my-application",
  clientSecret: "a secret",
  fetch,
});
