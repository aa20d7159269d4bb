import { flows, grantTypes, tokenEndpoint, tokenResponse } from "@microbilt-oauth/spec/contract";
import type { Flow } from "../options.ts";

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Where a client of a server asks for its tokens. */
export function tokenUrl(baseUrl: string): string {
  return baseUrl + tokenEndpoint.path;
}

/** A token request in one of its forms, each parameter where the document puts it. */
export function buildTokenRequest(
  baseUrl: string,
  flow: Flow,
  credentials: Credentials,
): [url: string, init: RequestInit] {
  const { mediaType, query, body } = flows[flow];
  const values: Readonly<Record<string, string>> = {
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    grant_type: grantTypes[0],
  };
  const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, values[name] ?? ""]));
  const search = String(new URLSearchParams(pick(query)));
  return [
    tokenUrl(baseUrl) + (search && `?${search}`),
    {
      method: tokenEndpoint.method,
      headers: { "content-type": mediaType, accept: tokenResponse.mediaType },
      body: flow === "json" ? JSON.stringify(pick(body)) : String(new URLSearchParams(pick(body))),
      // A redirect would carry the secret to wherever the answer points.
      redirect: "manual",
    },
  ];
}
