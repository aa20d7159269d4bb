import { flows, grantTypes, resource, servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/index.ts";

export const CLIENT_ID = "an-application";
export const CLIENT_SECRET = 's3cret+&=% "é';
export const ORIGIN: string = servers.sandbox;
export const TOKEN_URL: string = ORIGIN + tokenEndpoint.path;
export const PRODUCT_URL: string = ORIGIN + resource.path;

/** What is said in a token request; what is undefined is left out. */
export type Said = Readonly<Record<string, unknown>>;

export const GOOD: Said = {
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  grant_type: grantTypes[0],
};

/** An emulator that knows one application, and whose time the test owns. */
export function open(options: EmulatorOptions = {}): Emulator {
  return createEmulator({
    apps: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }],
    clock: () => 1_800_000_000_000,
    ...options,
  });
}

export function askInJson({ fetch }: Pick<Emulator, "fetch">, said: unknown = GOOD): Promise<Response> {
  return fetch(TOKEN_URL, {
    method: "POST",
    headers: { "content-type": flows.json.mediaType },
    body: typeof said === "string" ? said : JSON.stringify(said),
  });
}

export function askInForm(
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

/** Asks for an access token that is granted. */
export async function grant(emulator: Pick<Emulator, "fetch">): Promise<{ accessToken: string; expiresIn: number }> {
  const { access_token, expires_in } = (await (await askInJson(emulator)).json()) as Record<string, string>;
  return { accessToken: access_token ?? "", expiresIn: Number(expires_in) };
}

export function call(
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

/** Until it is so, or has had time enough. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !isSo(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
