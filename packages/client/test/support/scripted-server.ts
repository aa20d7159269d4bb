import { errorCodes, tokenEndpoint } from "@microbilt-oauth/spec/contract";

type Answer = Response | Error | (() => Response | Promise<Response>);

/** A request as the server saw it. */
export interface SeenRequest {
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
  readonly tokenRequests: SeenRequest[];
  /** The calls, in order. */
  readonly calls: SeenRequest[];
  /** The tokens it gave, in order. */
  readonly issued: string[];
  /** What it answers to the next token requests; then it grants again. */
  readonly tokenAnswers: Answer[];
  /** What it answers to the next calls; then it looks at the bearer again. */
  readonly callAnswers: Answer[];
  /** What a granted answer holds besides the token. */
  members: Record<string, unknown>;
  /** Tokens it takes no more. */
  readonly revoked: Set<string>;
  /** While it is closed, token requests wait. */
  gate: Promise<void> | undefined;
}

/** A token endpoint and a protected resource behind a `fetch`, without a socket. */
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
        await held(server.gate, signal);
      }
      const scripted = (isTokenRequest ? server.tokenAnswers : server.callAnswers).shift();
      if (scripted) {
        return answer(scripted);
      }
      return isTokenRequest ? grant() : resource(headers);
    },
    tokenRequests: [],
    calls: [],
    issued: [],
    tokenAnswers: [],
    callAnswers: [],
    members: {},
    revoked: new Set(),
    gate: undefined,
  };
  return server;

  function grant(): Response {
    const access_token = `token-${server.issued.length + 1}-abcdefghijklmnop`;
    server.issued.push(access_token);
    return grantWith({ access_token, ...server.members });
  }

  function resource(headers: Headers): Response {
    const token = headers.get("authorization")?.replace(/^Bearer /, "") ?? "";
    const isGood = server.issued.includes(token) && !server.revoked.has(token);
    return isGood ? json(200, { ok: true }) : fault(401);
  }
}

/** MicroBilt's documented answer, with some members changed. */
export function grantWith(members: Record<string, unknown>): Response {
  return json(200, {
    issued_at: "1525190727056",
    expires_in: "3599",
    token_type: "BearerToken",
    access_token: "kE8WyfAAgaoPPisGakxRw9aEL8eH",
    status: "approved",
    ...members,
  });
}

/** The gateway's refusal of an access token. */
export function fault(status: number, errorcode: string = errorCodes.newToken[1]): Response {
  return json(status, { fault: { faultstring: "Invalid Access Token", detail: { errorcode } } });
}

/** The token endpoint's refusal of credentials. */
export function refusedClient(): Response {
  return json(401, { ErrorCode: errorCodes.newCredentials[0], Error: "ClientId is Invalid" });
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

async function answer(scripted: Answer): Promise<Response> {
  if (scripted instanceof Error) {
    throw scripted;
  }
  return scripted instanceof Response ? scripted : scripted();
}

/** Waits at the gate, or for the abort. */
function held(gate: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) {
      onAbort();
    }
    signal.addEventListener("abort", onAbort, { once: true });
    Promise.resolve(gate).then(resolve);
  });
}
