import { flows, grantTypes, tokenEndpoint, tokenResponse } from "@microbilt-oauth/spec/contract";
import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";
import type { Settings } from "../options.ts";

/** The credentials of one token request. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Returns the URL of a server's token endpoint. */
export function tokenUrl(baseUrl: string): string {
  return baseUrl + tokenEndpoint.path;
}

/** Builds a token request, with each parameter where the document puts it. */
export function buildTokenRequest(
  { baseUrl, flow, userAgent }: Settings,
  { clientId, clientSecret }: Credentials,
): [url: string, init: RequestInit] {
  const { mediaType, query, body } = flows[flow];
  const parameters: JsonTokenRequest = { client_id: clientId, client_secret: clientSecret, grant_type: grantTypes[0] };
  const encodeForm = (names: readonly (keyof JsonTokenRequest)[]) =>
    String(new URLSearchParams(names.map((name) => [name, parameters[name]])));
  const search = encodeForm(query);
  return [
    tokenUrl(baseUrl) + (search && `?${search}`),
    {
      method: tokenEndpoint.method,
      headers: { ...userAgent, "content-type": mediaType, accept: tokenResponse.mediaType },
      body: flow === "json" ? JSON.stringify(parameters, [...body]) : encodeForm(body),
      // A redirect would carry the secret to another URL.
      redirect: "manual",
    },
  ];
}
