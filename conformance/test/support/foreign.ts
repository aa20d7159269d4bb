/** Authorization servers that do not know MicroBilt, each behind an adapter that accepts MicroBilt's token requests. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { OAuth2Server } from "oauth2-mock-server";
import { Provider } from "oidc-provider";
import type { ParameterName } from "../../src/checks/pointers.ts";
import { spec } from "./run.ts";
import { type OnTestFinished, serve } from "./server.ts";

export const CREDENTIALS = { clientId: "an-id", clientSecret: "a-secret-of-some-length" };
export const SECOND_CREDENTIALS = { clientId: "another-id", clientSecret: "another-secret-of-some-length" };

/** The path of the token endpoint on both servers. */
const TOKEN_PATH = "/token";

const { flows, tokenEndpoint } = spec.contract;

const GRANT_TYPE: ParameterName = "grant_type";

/** Serves oidc-provider with the client credentials grant and two clients. */
export async function serveOidcProvider(onTestFinished: OnTestFinished): Promise<string> {
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
    routes: { token: TOKEN_PATH },
  });
  return adapt(await serve(provider.callback() as RequestListener, onTestFinished), onTestFinished);
}

/** Serves oauth2-mock-server, which accepts any credentials. */
export async function serveOAuth2MockServer(onTestFinished: OnTestFinished): Promise<string> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate("RS256");
  await server.start(0, "127.0.0.1");
  onTestFinished(() => server.stop());
  return adapt(`http://127.0.0.1:${server.address().port}`, onTestFinished);
}

/** Forwards token requests as RFC 6749 specifies them: JSON becomes a form, and grant_type moves from the query to it. */
function adapt(foreignUrl: string, onTestFinished: OnTestFinished): Promise<string> {
  return serve((request, response) => {
    // A check can close the connection before the request is complete.
    forward(request, response).catch(() => response.destroy());
  }, onTestFinished);

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", foreignUrl);
    const body = await text(request);
    const form = toForm(request.headers["content-type"] ?? "", url.searchParams, body);
    const path = url.pathname === tokenEndpoint.path ? TOKEN_PATH : url.pathname;
    const foreignResponse = await fetch(foreignUrl + path, {
      method: request.method ?? "",
      ...(!/^(?:GET|HEAD)$/.test(request.method ?? "") && {
        headers: {
          "content-type": form === undefined ? "text/plain" : flows.form.mediaType,
          ...(request.headers.authorization !== undefined && { authorization: request.headers.authorization }),
        },
        body: form ?? body,
      }),
    });
    const { "content-length": _, ...headers } = Object.fromEntries(foreignResponse.headers);
    response.writeHead(foreignResponse.status, headers).end(await foreignResponse.text());
  }
}

/** Converts a body to a form; undefined if it is neither a form nor a JSON object. */
function toForm(contentType: string, query: URLSearchParams, body: string): string | undefined {
  if (/form-urlencoded/i.test(contentType)) {
    const grantTypes = query.getAll(GRANT_TYPE).map((value): [string, string] => [GRANT_TYPE, value]);
    return [body, new URLSearchParams(grantTypes).toString()].filter(Boolean).join("&");
  }
  try {
    const value: unknown = /json/i.test(contentType) ? JSON.parse(body) : undefined;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject
      ? new URLSearchParams(Object.entries(value).filter(([, item]) => typeof item === "string")).toString()
      : undefined;
  } catch {
    return undefined;
  }
}
