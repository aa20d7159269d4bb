import { document, resolve } from "@microbilt-oauth/spec";

/** The body of the documented token response, as JSON. */
export const tokenResponseBody: string = JSON.stringify(resolve(document, "#/components/examples/TokenResponse/value"));

/** Creates the documented token response. */
export function createTokenResponse(): Response {
  return new Response(tokenResponseBody, { headers: { "content-type": "application/json" } });
}
