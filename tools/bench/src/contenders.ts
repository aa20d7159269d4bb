/** The same thing done by each: a call with an access token that is asked for when there is none. */
import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";
import { bearer, tokenEndpoint, tokenResponse } from "@microbilt-oauth/spec/contract";
import * as oauth from "oauth4webapi";
import openapiFetch from "openapi-fetch";

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface Contender {
  readonly name: string;
  /** Makes a client; what it gives calls a path. */
  open(baseUrl: string, fetch: Fetch): Promise<(path: string) => Promise<unknown>>;
}

const CLIENT_ID = "an-id";
const CLIENT_SECRET = "a-secret";

/** As users get it: built. */
const BUILT = new URL("../../../packages/client/dist/index.js", import.meta.url).href;
const { createClient } = (await import(BUILT)) as typeof import("@microbilt-oauth/client");

/** Allows the http of a server on loopback. */
const insecure = { [oauth.allowInsecureRequests]: true };

async function requestToken(baseUrl: string, fetch: Fetch): Promise<{ token: string; endsAt: number }> {
  const response = await fetch(baseUrl + tokenEndpoint.path, {
    method: tokenEndpoint.method,
    headers: { "content-type": tokenResponse.mediaType },
    body: JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
  });
  const members = (await response.json()) as Record<string, string>;
  return {
    token: members["access_token"] ?? "",
    endsAt: Date.now() + Number(members["expires_in"]) * 1000,
  };
}

/** Nothing but the call: what all others are measured against. */
export const bare: Contender = {
  name: "bare fetch",
  open: async (baseUrl, fetch) => {
    const init = { headers: { authorization: "Bearer abc" } };
    return (path) => fetch(baseUrl + path, init);
  },
};

const handWritten: Contender = {
  name: "hand-written cache, single flight",
  open: async (baseUrl, fetch) => {
    let current: { token: string; endsAt: number } | undefined;
    let asked: Promise<{ token: string; endsAt: number }> | undefined;
    return async (path) => {
      if (!current || Date.now() > current.endsAt - 60_000) {
        asked ??= requestToken(baseUrl, fetch).finally(() => {
          asked = undefined;
        });
        current = await asked;
      }
      return fetch(baseUrl + path, { headers: { authorization: `${bearer.scheme} ${current.token}` } });
    };
  },
};

export const ours: Contender = {
  name: "@microbilt-oauth/client",
  open: async (baseUrl, fetch) => {
    const client = createClient({ baseUrl, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, fetch });
    return (path) => client.fetch(path);
  },
};

const oauth4webapi: Contender = {
  name: "oauth4webapi (no cache of its own)",
  open: async (baseUrl, fetch) => {
    const server = { issuer: baseUrl, token_endpoint: baseUrl + tokenEndpoint.path };
    const client = { client_id: CLIENT_ID };
    const options = { ...insecure, [oauth.customFetch]: fetch as never };
    let token: string | undefined;
    return async (path) => {
      if (!token) {
        const response = await oauth.clientCredentialsGrantRequest(
          server,
          client,
          oauth.ClientSecretPost(CLIENT_SECRET),
          {},
          options,
        );
        // Without the opt-in it rejects MicroBilt's type of token.
        const recognizedTokenTypes = { [tokenResponse.values.token_type[0].toLowerCase()]: () => {} };
        const granted = await oauth.processClientCredentialsResponse(server, client, response, {
          recognizedTokenTypes,
        });
        token = granted.access_token;
      }
      return oauth.protectedResourceRequest(token, "GET", new URL(baseUrl + path), new Headers(), null, options);
    };
  },
};

const badgateway: Contender = {
  name: "@badgateway/oauth2-client",
  open: async (baseUrl, fetch) => {
    const client = new OAuth2Client({
      server: baseUrl,
      tokenEndpoint: tokenEndpoint.path,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      authenticationMethod: "client_secret_post",
      fetch: fetch as typeof globalThis.fetch,
    });
    const wrapped = new OAuth2Fetch({ client, getNewToken: () => client.clientCredentials() });
    // It always calls the global fetch; its middleware takes another.
    const middleware = wrapped.mw();
    return (path) => middleware(new Request(baseUrl + path), fetch as never);
  },
};

const withMiddleware: Contender = {
  name: "openapi-fetch with a middleware",
  open: async (baseUrl, fetch) => {
    const client = openapiFetch<
      Record<string, { get: { responses: { 200: { content: { "application/json": unknown } } } } }>
    >({
      baseUrl,
      fetch,
    });
    let current: { token: string; endsAt: number } | undefined;
    client.use({
      async onRequest({ request }) {
        if (!current || Date.now() > current.endsAt) {
          current = await requestToken(baseUrl, fetch);
        }
        request.headers.set("authorization", `${bearer.scheme} ${current.token}`);
        return request;
      },
    });
    return (path) => client.GET(path, { parseAs: "stream" });
  },
};

/** In the order in which they are printed. */
export const contenders: readonly Contender[] = [handWritten, ours, oauth4webapi, badgateway, withMiddleware];
