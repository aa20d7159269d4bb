import { errorCodes, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import type { TokenResponse } from "@microbilt-oauth/spec/types";

/** A response, a network error, or a function that creates the response when the request arrives. */
type ScriptedResponse = Response | Error | (() => Response | Promise<Response>);

/** A request as the server received it. */
export interface ReceivedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly redirect: string;
  readonly signal: AbortSignal;
}

export interface ScriptedServer {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The token requests, in order. */
  readonly tokenRequests: ReceivedRequest[];
  /** The product calls, in order. */
  readonly calls: ReceivedRequest[];
  /** The tokens that the server issued, in order. */
  readonly issued: string[];
  /** The responses to the next token requests. After them the server issues tokens. */
  readonly tokenResponses: ScriptedResponse[];
  /** The responses to the next product calls. After them the server checks the token. */
  readonly callResponses: ScriptedResponse[];
  /** Members of the token responses that differ from the documented example. */
  members: Partial<Record<keyof TokenResponse, unknown>>;
  /** The tokens that the server no longer accepts. */
  readonly revoked: Set<string>;
  /** Until it is resolved, token requests wait. */
  gate: Promise<void> | undefined;
}

/** Creates a token endpoint and a product behind a `fetch`, without a socket. */
export function createScriptedServer(): ScriptedServer {
  const server: ScriptedServer = {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const isTokenRequest = url.pathname.endsWith(tokenEndpoint.path);
      const { method, headers, redirect, signal } = request;
      const body = await request.text();
      (isTokenRequest ? server.tokenRequests : server.calls).push({ url, method, headers, body, redirect, signal });
      if (isTokenRequest) {
        await passGate(server.gate, signal);
      }
      const scripted = (isTokenRequest ? server.tokenResponses : server.callResponses).shift();
      if (scripted) {
        return respond(scripted);
      }
      return isTokenRequest ? issueToken() : callProduct(headers);
    },
    tokenRequests: [],
    calls: [],
    issued: [],
    tokenResponses: [],
    callResponses: [],
    members: {},
    revoked: new Set(),
    gate: undefined,
  };
  return server;

  function issueToken(): Response {
    const access_token = `token-${server.issued.length + 1}-abcdefghijklmnop`;
    server.issued.push(access_token);
    return tokenResponse({ access_token, ...server.members });
  }

  function callProduct(headers: Headers): Response {
    const token = headers.get("authorization")?.replace(/^Bearer /, "") ?? "";
    const isValid = server.issued.includes(token) && !server.revoked.has(token);
    return isValid ? json(200, { ok: true }) : fault(401);
  }
}

/** MicroBilt's documented token response, with some members changed. */
export function tokenResponse(members: Partial<Record<keyof TokenResponse, unknown>> = {}): Response {
  const documented: TokenResponse = {
    issued_at: "1525190727056",
    expires_in: "3599",
    token_type: "BearerToken",
    access_token: "kE8WyfAAgaoPPisGakxRw9aEL8eH",
    status: "approved",
  };
  return json(200, { ...documented, ...members });
}

/** The gateway's rejection of an access token. */
export function fault(status: number, errorcode: string = errorCodes.newToken[1]): Response {
  return json(status, { fault: { faultstring: "Invalid Access Token", detail: { errorcode } } });
}

/** The token endpoint's rejection of credentials. */
export function invalidClient(): Response {
  return json(401, { ErrorCode: errorCodes.newCredentials[0], Error: "ClientId is Invalid" });
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

/** Closes the server's gate for token requests. Returns a function that opens it. */
export function closeGate(server: ScriptedServer): () => void {
  let open = () => {};
  server.gate = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}

async function respond(scripted: ScriptedResponse): Promise<Response> {
  if (scripted instanceof Error) {
    throw scripted;
  }
  return scripted instanceof Response ? scripted : scripted();
}

/** Waits until the gate is open or the signal is aborted. */
function passGate(gate: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) {
      onAbort();
    }
    signal.addEventListener("abort", onAbort, { once: true });
    Promise.resolve(gate).then(resolve);
  });
}
