/** Authorization servers that were not made for MicroBilt, behind the least that lets them be asked as MicroBilt is. */
import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { OAuth2Server } from "oauth2-mock-server";
import { Provider } from "oidc-provider";
import { spec } from "./run.ts";
import { serve } from "./server.ts";

export const CREDENTIALS = { clientId: "an-id", clientSecret: "a-secret-of-some-length" };
export const SECOND_CREDENTIALS = { clientId: "another-id", clientSecret: "another-secret-of-some-length" };

const { flows, tokenEndpoint } = spec.contract;

/** oidc-provider, with client credentials and two clients. */
export async function serveOidcProvider(): Promise<string> {
  const clients = [CREDENTIALS, SECOND_CREDENTIALS].map(({ clientId, clientSecret }) => ({
    client_id: clientId,
    client_secret: clientSecret,
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: "client_secret_post" as const,
  }));
  const provider = new Provider("http://127.0.0.1", {
    clients,
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    routes: { token: "/token" },
  });
  return adapted(await serve(provider.callback() as RequestListener));
}

/** oauth2-mock-server, which takes any credentials. */
export async function serveOAuth2MockServer(): Promise<{ baseUrl: string; stop(): Promise<void> }> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate("RS256");
  await server.start(0, "127.0.0.1");
  const { port } = server.address();
  return { baseUrl: await adapted(`http://127.0.0.1:${port}`), stop: () => server.stop() };
}

/** Hands token requests on as the form that RFC 6749 has: JSON is written as one, and the query is put into it. */
function adapted(foreign: string): Promise<string> {
  return serve(async (request, response) => {
    const url = new URL(request.url ?? "", foreign);
    const body = await text(request);
    const form = asForm(request.headers["content-type"] ?? "", url.searchParams, body);
    const path = url.pathname === tokenEndpoint.path ? "/token" : url.pathname;
    const answer = await fetch(foreign + path, {
      method: request.method ?? "",
      ...(!/^(?:GET|HEAD)$/.test(request.method ?? "") && {
        headers: { "content-type": form === undefined ? "text/plain" : flows.form.mediaType },
        body: form ?? body,
      }),
    });
    const { "content-length": _, ...headers } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, headers).end(await answer.text());
  });
}

function asForm(type: string, query: URLSearchParams, body: string): string | undefined {
  if (/form-urlencoded/i.test(type)) {
    return [body, query.toString()].filter(Boolean).join("&");
  }
  try {
    const members: unknown = /json/i.test(type) ? JSON.parse(body) : undefined;
    const isPlain = typeof members === "object" && members !== null && !Array.isArray(members);
    return isPlain
      ? new URLSearchParams(Object.entries(members).filter(([, value]) => typeof value === "string")).toString()
      : undefined;
  } catch {
    return undefined;
  }
}
