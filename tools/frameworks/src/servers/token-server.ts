import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createSecureServer, type ServerHttp2Session } from "node:http2";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { bearer, errorCodes, tokenEndpoint, tokenMembers } from "../contract.ts";

/** How the token endpoint responds to one request. */
export interface TokenBehaviour {
  /** Before the response, in ms. */
  readonly delay?: number;
  /** Never responds. */
  readonly hangs?: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of a token response. */
  readonly body?: string;
  /** Of the token, in s. */
  readonly lifetime?: number;
}

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: string;
  readonly contentType: string | undefined;
  readonly httpVersion: string;
}

export interface TokenServerOptions {
  /** How the token endpoint responds to its nth request, counted from 1. */
  readonly onTokenRequest?: (n: number) => TokenBehaviour;
  /** Of the tokens, in s. @default 3600 */
  readonly lifetime?: number;
  /** Whether a product rejects a token whose lifetime is over. @default true */
  readonly enforcesLifetime?: boolean;
  /** Listens with TLS. */
  readonly tls?: TlsOptions;
  /** @default 0 */
  readonly port?: number;
}

export interface TlsOptions {
  readonly key: string;
  readonly cert: string;
  readonly ca?: string;
  /** Whether clients need a certificate of the authority. */
  readonly isMutual?: boolean;
  readonly speaksHttp2?: boolean;
}

/** A token endpoint and products behind it, on loopback. It records what it receives. */
export interface TokenServer {
  readonly url: string;
  readonly port: number;
  readonly tokenRequests: Recorded[];
  /** Product calls. */
  readonly calls: Recorded[];
  /** The tokens it has issued; each is recognisable in a file. */
  readonly issued: readonly string[];
  /** Changes how the token endpoint responds from now on; `n` goes on counting. */
  onTokenRequest(behaviour: (n: number) => TokenBehaviour): void;
  /** Rejects every token issued so far. */
  revoke(): void;
  /** Empties the records. */
  forget(): void;
  close(): Promise<void>;
}

export const TOKEN_PATH: string = tokenEndpoint.path;
const BEARER = new RegExp(`^${bearer.scheme} (\\S+)$`);
const [INVALID_TOKEN, , EXPIRED_TOKEN] = errorCodes.newToken;
/** A product that the application may not call: its 401 is not about the token. `?html` and `?empty` change its body. */
export const FORBIDDEN_PATH = "/NotForYou";
/** A response of 1 MiB. */
export const LARGE_PATH = "/Large";
export const LARGE_IN_BYTES = 1024 * 1024;

export async function startTokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const { lifetime = 3_600, enforcesLifetime = true, tls, port = 0 } = options;
  let behaviour = options.onTokenRequest ?? (() => ({}));
  const expiries = new Map<string, number>();
  const tokenRequests: Recorded[] = [];
  const calls: Recorded[] = [];

  const listener: RequestListener = async (request, response) => {
    const body = await text(request).catch(() => "");
    const path = request.url ?? "/";
    response.on("error", () => {});
    if (path.startsWith(TOKEN_PATH)) {
      const recorded = { ...record(request, body), status: 0 };
      tokenRequests.push(recorded);
      await respondWithToken(response, behaviour(tokenRequests.length));
      recorded.status = response.statusCode;
    } else {
      respondAsProduct(request, response, path);
      calls.push({ ...record(request, body), status: response.statusCode });
    }
  };

  const server = tls ? createSecure(tls, listener) : createServer(listener);
  await once(server.listen(port, "127.0.0.1"), "listening");
  const address = server.address() as AddressInfo;

  async function respondWithToken(response: ServerResponse, given: TokenBehaviour): Promise<void> {
    if (given.hangs) {
      return;
    }
    if (given.delay) {
      await new Promise((resolve) => setTimeout(resolve, given.delay));
    }
    const expiresIn = given.lifetime ?? lifetime;
    const status = given.status ?? 200;
    const json = () => {
      const token = `issued-token-${expiries.size + 1}-${crypto.randomUUID()}`;
      expiries.set(token, Date.now() + expiresIn * 1_000);
      return JSON.stringify(tokenMembers(token, expiresIn));
    };
    response.writeHead(status, { "content-type": "application/json", ...given.headers });
    response.end(given.body ?? (status === 200 ? json() : "{}"));
  }

  function respondAsProduct(request: IncomingMessage, response: ServerResponse, path: string): void {
    const token = BEARER.exec(request.headers.authorization ?? "")?.[1];
    const expiry = expiries.get(token ?? "");
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (expiry === undefined) {
      send(401, fault("Invalid access token", INVALID_TOKEN));
    } else if (enforcesLifetime && Date.now() >= expiry) {
      send(401, fault("Access Token expired", EXPIRED_TOKEN));
    } else if (path.startsWith(FORBIDDEN_PATH)) {
      respondUnauthorized(response, path);
    } else if (path.startsWith(LARGE_PATH)) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(Buffer.alloc(LARGE_IN_BYTES, "x"));
    } else {
      send(200, { score: 700 });
    }
  }

  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${address.port}`,
    port: address.port,
    tokenRequests,
    calls,
    get issued() {
      return [...expiries.keys()];
    },
    onTokenRequest(given) {
      behaviour = given;
    },
    revoke() {
      for (const token of expiries.keys()) {
        expiries.set(token, 0);
      }
    },
    forget() {
      tokenRequests.length = 0;
      calls.length = 0;
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function respondUnauthorized(response: ServerResponse, path: string): void {
  if (path.endsWith("?empty")) {
    response.writeHead(401).end();
  } else if (path.endsWith("?html")) {
    response.writeHead(401, { "content-type": "text/html" }).end("<h1>Unauthorized</h1>");
  } else {
    const message = "This application is not entitled to the product.";
    response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ message }));
  }
}

function createSecure({ isMutual = false, speaksHttp2, ...tls }: TlsOptions, listener: RequestListener): Server {
  const options = { ...tls, requestCert: isMutual, rejectUnauthorized: isMutual };
  if (!speaksHttp2) {
    return createTlsServer(options, listener);
  }
  const server = createSecureServer(options, listener as never);
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => sessions.add(session));
  return Object.assign(server, {
    closeAllConnections() {
      for (const session of sessions) {
        session.destroy();
      }
    },
  }) as unknown as Server;
}

function record(request: IncomingMessage, body: string): Omit<Recorded, "status"> {
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    body,
    contentType: request.headers["content-type"],
    httpVersion: request.httpVersion,
  };
}

function fault(faultstring: string, errorcode: string): unknown {
  return { fault: { faultstring, detail: { errorcode } } };
}
