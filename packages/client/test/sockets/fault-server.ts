import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { bearer, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { onTestFinished } from "vitest";
import { fault, json, type ReceivedRequest, type Responder, token } from "./responders.ts";

export interface FaultServer {
  readonly origin: string;
  readonly host: string;
  /** The token requests, in order. */
  readonly tokenRequests: ReceivedRequest[];
  /** The product calls, in order. */
  readonly calls: ReceivedRequest[];
  /** Respond to the next token requests. After them the server issues tokens. */
  readonly tokenResponders: Responder[];
  /** Respond to the next product calls. After them the server checks the token. */
  readonly callResponders: Responder[];
  /** The tokens that the server issued, in order. */
  readonly issued: string[];
  /** The tokens that the server no longer accepts. */
  readonly revoked: Set<string>;
  /** The connections that were opened, in order. */
  readonly connections: Socket[];
  /** Stops listening and closes all connections. */
  close(): Promise<void>;
}

/** The end of every access token, which no error may contain. */
export const TOKEN_MARK = "abcdefghijklmnop";

/** Starts a token endpoint and a product on a real socket, whose faults are scripted. It closes with the test. */
export async function startFaultServer(): Promise<FaultServer> {
  const listener = createServer((request, response) => {
    // A client that breaks off its request is no failure of the test.
    receive(request, response).catch(() => {});
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const server: FaultServer = {
    origin: `http://${host}`,
    host,
    tokenRequests: [],
    calls: [],
    tokenResponders: [],
    callResponders: [],
    issued: [],
    revoked: new Set(),
    connections: [],
    async close() {
      const closed = once(listener, "close");
      listener.close();
      listener.closeAllConnections();
      await closed;
    },
  };
  const closings = new WeakMap<Socket, Promise<unknown>>();
  listener.on("connection", (socket) => {
    server.connections.push(socket);
    closings.set(socket, new Promise((resolve) => socket.once("close", resolve)));
  });
  onTestFinished(() => (listener.listening ? server.close() : undefined));
  return server;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers, socket: connection } = request;
    const closed = closings.get(connection) ?? Promise.resolve();
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const received = { method, url, headers, body, at: performance.now(), connection, closed };
    const isTokenRequest = url.split("?")[0] === tokenEndpoint.path;
    (isTokenRequest ? server.tokenRequests : server.calls).push(received);
    const scripted = (isTokenRequest ? server.tokenResponders : server.callResponders).shift();
    await (scripted ?? (isTokenRequest ? issueToken : checkToken))(response, received);
  }

  function issueToken(response: ServerResponse, request: ReceivedRequest): void {
    const access_token = `token-${server.issued.length + 1}-${TOKEN_MARK}`;
    server.issued.push(access_token);
    token({ access_token })(response, request);
  }

  function checkToken(response: ServerResponse, request: ReceivedRequest): void {
    const [scheme, accessToken = ""] = (request.headers.authorization ?? "").split(" ");
    const isValid = scheme === bearer.scheme && server.issued.includes(accessToken) && !server.revoked.has(accessToken);
    (isValid ? json(200, { ok: true }) : fault(401))(response, request);
  }
}
