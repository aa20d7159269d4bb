/** One of the processes. It calls a product twice, and prints where its access token came from. */
import { createClient } from "@microbilt-oauth/client";
import { createFileStore } from "./file-store.ts";

const { MICROBILT_BASE_URL = "", MICROBILT_CLIENT_ID = "", MICROBILT_CLIENT_SECRET = "", TOKENS = "" } = process.env;

const microbilt = createClient({
  baseUrl: MICROBILT_BASE_URL,
  clientId: MICROBILT_CLIENT_ID,
  clientSecret: MICROBILT_CLIENT_SECRET,
  store: await createFileStore(TOKENS),
  // Longer than a token request takes, because the others wait for the lock meanwhile.
  storeTimeout: 5_000,
  onEvent(event) {
    if (event.type === "token") {
      console.log(`token from the ${event.from}`);
    }
  },
});

for (let call = 0; call < 2; call++) {
  const { status } = await microbilt.fetch("/iPredict/GetReport", { method: "POST", body: "{}" });
  console.log(`status ${status}`);
}
