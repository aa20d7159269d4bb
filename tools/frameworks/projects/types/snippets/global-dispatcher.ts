import { createClient } from "@microbilt-oauth/client";
import type { Dispatcher } from "undici-types";

/** Of the same version as the types of the global fetch; other versions of undici have other types. */
declare const dispatcher: Dispatcher;

export const microbilt = createClient({
  environment: "sandbox",
  clientId: "my-application",
  clientSecret: "a secret",
  fetch: (input, init) => fetch(input, { ...init, dispatcher }),
});
