import { flows, grantTypes, resource, servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/index.ts";

export const CLIENT_ID = "an-application";
/** With characters that JSON, a form and a URL each encode. */
export const CLIENT_SECRET = 's3cret+&=% "é';
export const ORIGIN: string = servers.sandbox;
export const TOKEN_URL: string = ORIGIN + tokenEndpoint.path;
export const PRODUCT_URL: string = ORIGIN + resource.path;

/** The parameters of a token request. One that is undefined is left out. */
export type Parameters = Readonly<Record<string, unknown>>;

export const VALID: Parameters = {
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  grant_type: grantTypes[0],
};

/** Creates an emulator with one application, whose clock stands still until the test moves it. */
export function createTestEmulator(options: EmulatorOptions = {}): Emulator {
  return createEmulator({
    apps: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }],
    clock: () => 1_800_000_000_000,
    ...options,
  });
}

export function requestToken({ fetch }: Pick<Emulator, "fetch">, parameters: unknown = VALID): Promise<Response> {
  return fetch(TOKEN_URL, {
    method: "POST",
    headers: { "content-type": flows.json.mediaType },
    body: typeof parameters === "string" ? parameters : JSON.stringify(parameters),
  });
}

export function requestTokenByForm(
  { fetch }: Pick<Emulator, "fetch">,
  fields: string | Record<string, string> = credentials(),
  query: string = `grant_type=${grantTypes[0]}`,
): Promise<Response> {
  return fetch(`${TOKEN_URL}?${query}`, {
    method: "POST",
    headers: { "content-type": flows.form.mediaType },
    body: new URLSearchParams(fields).toString(),
  });
}

export function credentials(): Record<string, string> {
  return { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
}

/** Requests an access token with valid parameters. */
export async function grantToken(
  emulator: Pick<Emulator, "fetch">,
): Promise<{ accessToken: string; expiresIn: number }> {
  const { access_token, expires_in } = (await (await requestToken(emulator)).json()) as Record<string, string>;
  return { accessToken: access_token ?? "", expiresIn: Number(expires_in) };
}

export function callProduct(
  { fetch }: Pick<Emulator, "fetch">,
  accessToken?: string,
  init: RequestInit = {},
  url: string = PRODUCT_URL,
): Promise<Response> {
  return fetch(url, {
    ...init,
    headers: {
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      ...(init.headers as Record<string, string>),
    },
  });
}

/** Waits until the condition holds, but not for ever: the test then fails at its assertion. */
export async function waitUntil(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !holds(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
