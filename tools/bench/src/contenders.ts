/** The same task, done with each package: a call with an access token, which is requested when there is none. */
import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";
import { bearer, grantTypes, tokenEndpoint, tokenResponse } from "@microbilt-oauth/spec/contract";
import type { JsonTokenRequest, TokenResponse } from "@microbilt-oauth/spec/types";
import * as oauth from "oauth4webapi";
import openapiFetch from "openapi-fetch";

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface Contender {
  readonly name: string;
  /** Creates a client, and returns a function that calls a path with it. */
  open(baseUrl: string, fetch: Fetch): Promise<(path: string) => Promise<unknown>>;
}

const CLIENT_ID = "an-id";
const CLIENT_SECRET = "a-secret";

/** The build, as users install it. */
const BUILT = new URL("../../../packages/client/dist/index.js", import.meta.url).href;
const { createClient } = (await import(BUILT)) as typeof import("@microbilt-oauth/client");

/** Allows plain http, for a server on loopback. */
const insecure = { [oauth.allowInsecureRequests]: true };

interface Token {
  readonly value: string;
  /** In ms since the epoch. */
  readonly expiresAt: number;
}

async function requestToken(baseUrl: string, fetch: Fetch): Promise<Token> {
  const response = await fetch(baseUrl + tokenEndpoint.path, {
    method: tokenEndpoint.method,
    headers: { "content-type": tokenResponse.mediaType },
    body: JSON.stringify({
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      grant_type: grantTypes[0],
    } satisfies JsonTokenRequest),
  });
  const { access_token, expires_in } = (await response.json()) as TokenResponse;
  return { value: access_token, expiresAt: Date.now() + Number(expires_in) * 1000 };
}

/** Only the call, which all others are compared with. */
export const bare: Contender = {
  name: "bare fetch",
  open: async (baseUrl, fetch) => {
    const init = { headers: { authorization: "Bearer abc" } };
    return (path) => fetch(baseUrl + path, init);
  },
};

const handWritten: Contender = {
  name: "hand-written cache, shared request",
  open: async (baseUrl, fetch) => {
    let current: Token | undefined;
    let pending: Promise<Token> | undefined;
    return async (path) => {
      if (!current || Date.now() > current.expiresAt - 60_000) {
        pending ??= requestToken(baseUrl, fetch).finally(() => {
          pending = undefined;
        });
        current = await pending;
      }
      return fetch(baseUrl + path, { headers: { authorization: `${bearer.scheme} ${current.value}` } });
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
        // By default it rejects MicroBilt's token_type.
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
    // It always calls the global fetch, but its middleware accepts another one.
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
    let current: Token | undefined;
    client.use({
      async onRequest({ request }) {
        if (!current || Date.now() > current.expiresAt) {
          current = await requestToken(baseUrl, fetch);
        }
        request.headers.set("authorization", `${bearer.scheme} ${current.value}`);
        return request;
      },
    });
    return (path) => client.GET(path, { parseAs: "stream" });
  },
};

/** In the order of the printed tables. */
export const contenders: readonly Contender[] = [handWritten, ours, oauth4webapi, badgateway, withMiddleware];
