import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn } from "node:timers/promises";
import { errorCodes } from "@microbilt-oauth/spec/contract";
import type { TokenResponse } from "@microbilt-oauth/spec/types";

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** When it was read, in ms (`performance.now`). */
  readonly at: number;
  readonly connection: Socket;
  /** Resolved when either side has closed the connection. */
  readonly closed: Promise<unknown>;
}

/** Responds to a request with anything that a socket can carry. */
export type Responder = (response: ServerResponse, request: ReceivedRequest) => unknown;

/** Members of a token response that differ from the documented example. */
type TokenMembers = Partial<Record<keyof TokenResponse, unknown>>;

export function respond(status: number, body: string | Buffer, headers: Record<string, string> = {}): Responder {
  return (response) => response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers }).end(body);
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Responder {
  return respond(status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

/** MicroBilt's documented token response as a string, with some members changed. */
export function tokenBody(members: TokenMembers = {}): string {
  const documented: TokenResponse = {
    issued_at: "1525190727056",
    expires_in: "3599",
    token_type: "BearerToken",
    access_token: "kE8WyfAAgaoPPisGakxRw9aEL8eH",
    status: "approved",
  };
  return JSON.stringify({ ...documented, ...members });
}

export function token(members: TokenMembers = {}): Responder {
  return respond(200, tokenBody(members), { "content-type": "application/json" });
}

/** The gateway's rejection of an access token, or another fault. */
export function fault(status: number, errorcode: string = errorCodes.newToken[1]): Responder {
  return json(status, { fault: { faultstring: "Refused", detail: { errorcode } } });
}

export function redirect(status: number, location: string): Responder {
  return respond(status, "moved", { location });
}

/** Never responds. */
export const hang: Responder = () => {};

export const reset: Responder = (_, { connection }) => connection.resetAndDestroy();

/** Sends bytes as they are, and then nothing, the end of the connection, or its reset. */
export function raw(bytes: string, after: "hang" | "end" | "reset" = "hang"): Responder {
  return async (_, { connection }) => {
    await new Promise((resolve) => connection.write(bytes, resolve));
    await turn();
    if (after === "end") {
      connection.end();
    } else if (after === "reset") {
      connection.resetAndDestroy();
    }
  };
}

/** The head of a response with status 200 and a body of `length` bytes. */
export function head(length: number, type = "application/json"): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;
}

/** Sends each byte in a packet of its own. */
export function byteByByte(bytes: string): Responder {
  return async (_, { connection }) => {
    connection.setNoDelay(true);
    for (const byte of Buffer.from(bytes)) {
      await new Promise((resolve) => connection.write(Buffer.of(byte), resolve));
      await turn();
    }
  };
}

/** Sends a body that never ends, a byte at a time. */
export const trickle: Responder = async (response, { connection }) => {
  response.writeHead(200, { "content-type": "application/json" });
  while (!connection.destroyed) {
    response.write(" ");
    await turn();
  }
};

/** A large body, sent as fast as the client reads it. */
export interface Flood {
  readonly responder: Responder;
  /** Resolves at the end of the response with whether the client has read it all. */
  readonly consumed: Promise<boolean>;
}

export function flood(status: number, length: number, headers: Record<string, string> = {}): Flood {
  const consumed = deferred<boolean>();
  const piece = Buffer.alloc(64 * 1024, " ");
  return {
    consumed: consumed.promise,
    async responder(response) {
      response.writeHead(status, headers);
      const pieces = Array.from({ length: Math.ceil(length / piece.length) }, (_, at) =>
        piece.subarray(0, Math.min(piece.length, length - at * piece.length)),
      );
      await pipeline(Readable.from(pieces, { highWaterMark: 1 }), response).catch(() => {});
      consumed.resolve(response.writableFinished);
    },
  };
}

/** A response that waits for the test. */
export interface PendingResponse {
  readonly responder: Responder;
  /** Resolved when the request has arrived. */
  readonly received: Promise<ReceivedRequest>;
  /** Sends the response. */
  release(responder: Responder): void;
}

export function pendingResponse(): PendingResponse {
  const received = deferred<ReceivedRequest>();
  const released = deferred<Responder>();
  return {
    received: received.promise,
    release: released.resolve,
    async responder(response, request) {
      received.resolve(request);
      await (await released.promise)(response, request);
    },
  };
}

/** `Promise.withResolvers`, which the language level of the client's tests does not have. */
function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
