/** Starts the service. Set MICROBILT_BASE_URL to use the emulator instead of MicroBilt's sandbox. */
import { serve } from "@hono/node-server";
import { createClient } from "@microbilt-oauth/client";
import { createService } from "./service.ts";

const { MICROBILT_BASE_URL, MICROBILT_CLIENT_ID = "", MICROBILT_CLIENT_SECRET = "", PORT = "3000" } = process.env;

const microbilt = createClient({
  ...(MICROBILT_BASE_URL ? { baseUrl: MICROBILT_BASE_URL } : { environment: "sandbox" }),
  clientId: MICROBILT_CLIENT_ID,
  clientSecret: MICROBILT_CLIENT_SECRET,
});

serve({ fetch: createService(microbilt).fetch, port: Number(PORT), hostname: "127.0.0.1" }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`);
});
