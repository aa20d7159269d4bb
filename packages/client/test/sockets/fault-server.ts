import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { bearer, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { onTestFinished } from "vitest";
import { type Answer, fault, grant, json } from "./answers.ts";

/** A request as it came over the wire. */
export interface Arrival {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** When it was read, in ms (`performance.now`). */
  readonly at: number;
  readonly connection: Socket;
  /** The connection is closed, by whichever side. */
  readonly gone: Promise<unknown>;
}

export interface FaultServer {
  readonly origin: string;
  readonly host: string;
  /** The token requests and the calls, in order. */
  readonly tokenRequests: Arrival[];
  readonly calls: Arrival[];
  /** What it does about the next token requests; then it grants again. */
  readonly tokenAnswers: Answer[];
  /** What it does about the next calls; then it looks at the bearer again. */
  readonly callAnswers: Answer[];
  /** The tokens it gave, in order. */
  readonly issued: string[];
  /** Tokens it takes no more. */
  readonly revoked: Set<string>;
  /** The connections that were opened, in order. */
  readonly connections: Socket[];
  /** Listens no more, and ends all connections. */
  close(): Promise<void>;
}

/** Every access token ends so; no error may hold it. */
export const TOKEN_MARK = "abcdefghijklmnop";

/** A token endpoint and a protected resource on a real socket, which fail as they are told to. It ends with the test. */
export async function startFaultServer(): Promise<FaultServer> {
  const listener = createServer((request, response) => {
    // A request that breaks off concerns nobody.
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
    tokenAnswers: [],
    callAnswers: [],
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
    const gone = closings.get(connection) ?? Promise.resolve();
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const arrival = { method, url, headers, body, at: performance.now(), connection, gone };
    const isTokenRequest = url.split("?")[0] === tokenEndpoint.path;
    (isTokenRequest ? server.tokenRequests : server.calls).push(arrival);
    const scripted = (isTokenRequest ? server.tokenAnswers : server.callAnswers).shift();
    await (scripted ?? (isTokenRequest ? grantNext : protect))(response, arrival);
  }

  function grantNext(response: ServerResponse, arrival: Arrival): void {
    const token = `token-${server.issued.length + 1}-${TOKEN_MARK}`;
    server.issued.push(token);
    grant({ access_token: token })(response, arrival);
  }

  function protect(response: ServerResponse, arrival: Arrival): void {
    const [scheme, token = ""] = (arrival.headers.authorization ?? "").split(" ");
    const isGood = scheme === bearer.scheme && server.issued.includes(token) && !server.revoked.has(token);
    (isGood ? json(200, { ok: true }) : fault(401))(response, arrival);
  }
}
