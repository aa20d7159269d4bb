/** Servers that handle connections and messages in another way. They need sockets. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createTcpServer, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import type { Emulator } from "@microbilt-oauth/emulator";
import type { Certificate } from "@microbilt-oauth/emulator/certificate";
import { originalHandler, readRequest } from "../../../../mutants/kill/serve-mutant.ts";
import type { MutantResponse } from "../../../../mutants/mutant.ts";
import { isCall } from "../../../../mutants/operators/bearer.ts";
import { emptyResponse, intercept, mutateResponse, withHeaders } from "../../../../mutants/operators/response.ts";
import type { Control } from "../control.ts";

const HTML_FIELDS = { "content-type": "text/html; charset=utf-8" };

const TWO_MEGABYTES = JSON.stringify({ report: "x".repeat(2_000_000) });

/** Servers that need sockets, because what they do concerns connections and messages. */
export const connectionControls: readonly Control[] = [
  {
    title: "rejects requests that do not name their client, as firewalls do",
    vary: intercept((request) => !/^[\w-]+\/\d/.test(request.headers["user-agent"] ?? ""), {
      status: 403,
      headers: HTML_FIELDS,
      body: "<html><h1>Forbidden</h1></html>",
    }),
  },
  {
    title: "closes the connection after each response",
    vary: mutateResponse((response) => withHeaders(response, { connection: "close" })),
  },
  {
    title: "closes the connection on TRACE, as firewalls do",
    vary: intercept(({ method }) => method === "TRACE", "reset"),
  },
  {
    title: "has a product that responds with 2 MB",
    vary: mutateResponse((response, context, request) =>
      isCall(context, request) && response.status === 200 ? { ...response, body: TWO_MEGABYTES } : response,
    ),
  },
  {
    title: "asks for Content-Length where a body is chunked",
    vary: intercept((request) => "transfer-encoding" in request.headers, emptyResponse(411)),
  },
];

/** How a server sends a response. */
export type Send = (response: MutantResponse, outgoing: ServerResponse, incoming: IncomingMessage) => void;

/** Ways of sending the body of a response. */
export const sendingControls: readonly (readonly [title: string, send: Send])[] = [
  ["compresses bodies where the request accepts it", sendCompressed],
  ["sends bodies in pieces, without Content-Length", sendInPieces],
];

/** Serves an emulator, and sends its responses in another way. */
export function createSender(emulator: Emulator, send: Send): RequestListener {
  const handle = originalHandler(emulator);
  return async (incoming, outgoing) => {
    try {
      send(await handle(await readRequest(incoming)), outgoing, incoming);
    } catch {
      // The client has closed the connection.
      incoming.socket.destroy();
    }
  };
}

function sendCompressed(
  { status, headers, body }: MutantResponse,
  outgoing: ServerResponse,
  { headers: sent }: IncomingMessage,
): void {
  const accepted = String(sent["accept-encoding"] ?? "");
  const isAccepted = /\b(?:gzip|\*)(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(accepted);
  const isCompressed = body !== "" && isAccepted;
  const fields = { ...headers, vary: "Accept-Encoding", ...(isCompressed && { "content-encoding": "gzip" }) };
  outgoing.writeHead(status, fields).end(isCompressed ? gzipSync(body) : body);
}

/** Sends a response with Content-Length. */
export function sendWhole({ status, headers, body }: MutantResponse, outgoing: ServerResponse): void {
  outgoing.writeHead(status, headers as Record<string, string>).end(body);
}

function sendInPieces({ status, headers, body }: MutantResponse, outgoing: ServerResponse): void {
  outgoing.writeHead(status, headers as Record<string, string>);
  outgoing.write(body.slice(0, 1));
  outgoing.end(body.slice(1));
}

/** What a server says on its https port to a request in plain http. */
export const plainHttpControls: readonly (readonly [description: string, listener: RequestListener])[] = [
  ["400 in HTML", respond(400, HTML_FIELDS, "<html>The plain HTTP request was sent to HTTPS port</html>")],
  ["400 in JSON", respond(400, { "content-type": "application/json" }, '{"message":"Use https"}')],
  ["401", respond(401, { "content-type": "application/json" }, '{"message":"Unauthorized"}')],
  ["403", respond(403, {}, "")],
  ["404", respond(404, HTML_FIELDS, "<html>Not Found</html>")],
  ["421", respond(421, {}, "")],
  ["426", respond(426, { upgrade: "TLS/1.3, HTTP/1.1", connection: "upgrade" }, "")],
  ["503", respond(503, HTML_FIELDS, "<html>Service Unavailable</html>")],
  ["a redirect", respond(308, { location: "https://example.com/" }, "")],
  ["a closed connection", ({ socket }) => socket.destroy()],
];

/** The first byte of a TLS handshake (RFC 8446, section 5.1). */
const HANDSHAKE = 22;

/** Creates a server that speaks https, and on the same port plain http. */
export function createMixedServer({ cert, key }: Certificate, secure: RequestListener, plain: RequestListener): Server {
  const [https, http] = [createSecureServer({ cert, key }, secure), createServer(plain)];
  return createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      socket.pause();
      socket.unshift(data);
      (data[0] === HANDSHAKE ? https : http).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
}

function respond(status: number, headers: Readonly<Record<string, string>>, body: string): RequestListener {
  return (_, response) => response.writeHead(status, headers).end(body);
}
