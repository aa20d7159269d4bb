import { createClient } from "@microbilt-oauth/client";

const timeout: number | undefined = process.env["TIMEOUT"] ? Number(process.env["TIMEOUT"]) : undefined;

const microbilt = createClient({
  environment: "sandbox",
  baseUrl: undefined,
  clientId: "my-application",
  clientSecret: "a secret",
  flow: undefined,
  timeout,
  retry: undefined,
  refreshAhead: undefined,
  store: undefined,
  fetch: undefined,
  onEvent: undefined,
  clock: undefined,
  random: undefined,
});

export const retrying = createClient({
  environment: undefined,
  baseUrl: "http://127.0.0.1:4010",
  clientId: "my-application",
  clientSecret: "a secret",
  retry: { attempts: undefined, budget: timeout },
});

export async function call(signal: AbortSignal | undefined): Promise<string> {
  return microbilt.getAccessToken({ signal });
}
