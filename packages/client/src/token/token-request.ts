import { flows, grantTypes, tokenEndpoint, tokenResponse } from "@microbilt-oauth/spec/contract";
import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";
import type { FetchResponse } from "../http/fetch-like.ts";
import { sendRequest } from "../http/send-request.ts";
import type { Settings } from "../options.ts";

/** The credentials of one token request. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export const CREDENTIAL_FORM = "a string that is not empty, has no control characters, and no white space at its ends";

/**
 * Returns whether a value can be a client ID or a client secret. White space at an end comes from a file: no server issues
 * such a credential.
 */
export function isCredential(value: unknown): value is string {
  return typeof value === "string" && /^(?!\s)\P{Cc}+(?<!\s)$/u.test(value);
}

/** Sends a token request, with each parameter where the document puts it. */
export function fetchToken(
  { tokenUrl, fetch, flow, userAgent }: Settings,
  { clientId, clientSecret }: Credentials,
  signal: AbortSignal,
): Promise<FetchResponse> {
  const { mediaType, query, body } = flows[flow];
  const parameters: JsonTokenRequest = { client_id: clientId, client_secret: clientSecret, grant_type: grantTypes[0] };
  const encodeForm = (names: readonly (keyof JsonTokenRequest)[]) =>
    String(new URLSearchParams(names.map((name): [string, string] => [name, parameters[name]])));
  const search = encodeForm(query);
  return sendRequest(fetch, tokenUrl + (search && `?${search}`), {
    method: tokenEndpoint.method,
    headers: {
      "content-type": mediaType,
      accept: tokenResponse.mediaType,
      ...(userAgent && { "user-agent": userAgent }),
    },
    body: flow === "json" ? JSON.stringify(parameters, [...body]) : encodeForm(body),
    signal,
  });
}
