import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import type { FetchInit } from "@microbilt-oauth/client";
import { type NodeResponse, readResponse } from "./node-response.ts";

/** A `fetch` over `node:http`. Unlike the standard one, it can send a GET request with a body. It never follows a redirect. */
export interface NodeFetch {
  /** Sends a request, whose body is a string, bytes, or a `Readable`, which can be sent only once. */
  (url: string, init: FetchInit): Promise<NodeResponse>;
  /** Always true. */
  readonly sendsGetBodies: true;
  /** Closes the idle connections. */
  close(): void;
}

/**
 * How long an idle connection is kept, in ms, if the server does not say so in `Keep-Alive`. A server that closes it at the
 * moment at which a request is sent makes the request fail, and it cannot be sent again, because it can cost money. Undici
 * has the same limit.
 */
const KEEP_ALIVE_IN_MS = 4_000;

/**
 * Creates a `fetch` over `node:http` and `node:https` that keeps connections open.
 *
 * @param maxConnections how many connections to a server it opens at most; further requests wait
 */
export function createNodeFetch(maxConnections: number = Number.POSITIVE_INFINITY): NodeFetch {
  const options = { keepAlive: true, timeout: KEEP_ALIVE_IN_MS, maxSockets: maxConnections };
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  // Nearly all requests go to the same server, and parsing a URL takes a twentieth of the time of a request.
  let latest: { readonly origin: string; readonly server: URL } | undefined;

  function serverOf(origin: string): URL {
    if (latest?.origin !== origin) {
      latest = { origin, server: new URL(origin) };
    }
    return latest.server;
  }

  function open(url: string, init: FetchInit, headers: Record<string, string>): ClientRequest {
    // The path is sent as it is: a URL object would change `/a/../b`.
    const start = url.indexOf("/", url.indexOf("//") + 2);
    const { protocol, hostname, port } = serverOf(start < 0 ? url : url.slice(0, start));
    const isHttps = protocol === "https:";
    return (isHttps ? requestHttps : requestHttp)({
      agent: isHttps ? agents.https : agents.http,
      // The brackets of an IPv6 address belong to the URL.
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port,
      path: start < 0 ? "/" : url.slice(start),
      method: (init.method ?? "GET").toUpperCase(),
      headers,
    });
  }

  const nodeFetch = async (url: string, init: FetchInit): Promise<NodeResponse> => {
    const body = readBody(init.body);
    const request = open(url, init, withFraming(init.headers, body));
    return readResponse(await send(request, body, init.signal));
  };
  return Object.assign(nodeFetch, {
    sendsGetBodies: true as const,
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  });
}

function readBody(body: unknown): Uint8Array | Readable | undefined {
  if (body == null) {
    return undefined;
  }
  if (body instanceof Readable || body instanceof Uint8Array) {
    return body;
  }
  if (typeof body === "string") {
    return Buffer.from(body);
  }
  if (body instanceof ArrayBuffer) {
    return new Uint8Array(body);
  }
  throw new TypeError("body must be a string, bytes or a Readable");
}

/** Node declares no body for a GET or DELETE request, even if it then sends one. */
function withFraming(headers: Record<string, string>, body: Uint8Array | Readable | undefined): Record<string, string> {
  if (body === undefined) {
    return headers;
  }
  if (body instanceof Uint8Array) {
    return { ...headers, "content-length": String(body.length) };
  }
  return "content-length" in headers ? headers : { ...headers, "transfer-encoding": "chunked" };
}

/** Sends a request. Resolves with the head of its response; after that, the signal aborts the body of the response. */
function send(
  request: ClientRequest,
  body: Uint8Array | Readable | undefined,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined;
    const abort = () => {
      response?.destroy(asError(signal?.reason));
      request.destroy(asError(signal?.reason));
    };
    signal?.addEventListener("abort", abort);
    request.on("response", (message) => {
      response = message;
      // A response that is complete makes the rest of the request needless.
      message.on("end", () => stopSending(request, body));
      resolve(message);
    });
    request.on("upgrade", (_message, socket) => {
      socket.destroy();
      reject(new Error("the server switched to a protocol that the request did not name"));
    });
    request.on("error", (error) => {
      reject(error);
      // Node takes a reset for the end of a body that has no length.
      if (response?.complete === false) {
        response.destroy(error);
      }
    });
    request.on("close", () => {
      signal?.removeEventListener("abort", abort);
      reject(new Error("the connection was closed before a response arrived"));
    });
    if (signal?.aborted) {
      abort();
    } else if (body instanceof Readable) {
      sendStream(request, body);
    } else {
      request.end(body);
    }
  });
}

function sendStream(request: ClientRequest, body: Readable): void {
  // `pipeline` would also destroy the body, which can be a caller who still waits for the response.
  const onFailure = () => request.destroy(new Error("the body of the request ended early"));
  const onClose = () => body.readableEnded || onFailure();
  body.on("error", onFailure);
  body.on("close", onClose);
  request.on("close", () => {
    body.unpipe(request);
    body.off("error", onFailure);
    body.off("close", onClose);
  });
  body.pipe(request);
}

function stopSending(request: ClientRequest, body: Uint8Array | Readable | undefined): void {
  if (body instanceof Readable && !request.writableEnded) {
    body.unpipe(request);
    request.destroy();
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("the request was aborted");
}
