import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn } from "node:timers/promises";
import { errorCodes } from "@microbilt-oauth/spec/contract";
import type { Arrival } from "./fault-server.ts";

/** What the server does about a request: the usual, or anything a socket can do. */
export type Answer = (response: ServerResponse, arrival: Arrival) => unknown;

/** An answer as it should be. */
export function answer(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers }).end(body);
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return answer(status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

/** MicroBilt's documented answer, as text, with some members changed. */
export function granted(members: Record<string, unknown> = {}): string {
  return JSON.stringify({
    issued_at: "1525190727056",
    expires_in: "3599",
    token_type: "BearerToken",
    access_token: "kE8WyfAAgaoPPisGakxRw9aEL8eH",
    status: "approved",
    ...members,
  });
}

export function grant(members: Record<string, unknown> = {}): Answer {
  return answer(200, granted(members), { "content-type": "application/json" });
}

/** The gateway's refusal of an access token, or of something else. */
export function fault(status: number, errorcode: string = errorCodes.newToken[1]): Answer {
  return json(status, { fault: { faultstring: "Refused", detail: { errorcode } } });
}

export function redirect(status: number, location: string): Answer {
  return answer(status, "moved", { location });
}

/** No answer at all. */
export const hang: Answer = () => {};

/** Bytes as they are, and then nothing, the end of the connection, or its reset. */
export function raw(bytes: string, after: "hang" | "end" | "reset" = "hang"): Answer {
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

export const reset: Answer = (_, { connection }) => connection.resetAndDestroy();

/** The beginning of an answer 200 whose body has so many bytes. */
export function head(length: number, type = "application/json"): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;
}

/** An answer in as many packets as it has bytes. */
export function byteByByte(bytes: string): Answer {
  return async (_, { connection }) => {
    connection.setNoDelay(true);
    for (const byte of Buffer.from(bytes)) {
      await new Promise((resolve) => connection.write(Buffer.of(byte), resolve));
      await turn();
    }
  };
}

/** A body that begins and never ends, a byte at a time. */
export const trickle: Answer = async (response, { connection }) => {
  response.writeHead(200, { "content-type": "application/json" });
  while (!connection.destroyed) {
    response.write(" ");
    await turn();
  }
};

/** So many bytes, written as fast as the other side takes them. */
export interface Flood {
  readonly answer: Answer;
  /** Whether all were taken; known at the end. */
  readonly swallowed: Promise<boolean>;
}

export function flood(status: number, length: number, headers: Record<string, string> = {}): Flood {
  const swallowed = deferred<boolean>();
  const piece = Buffer.alloc(64 * 1024, " ");
  return {
    swallowed: swallowed.promise,
    async answer(response) {
      response.writeHead(status, headers);
      const pieces = Array.from({ length: Math.ceil(length / piece.length) }, (_, at) =>
        piece.subarray(0, Math.min(piece.length, length - at * piece.length)),
      );
      await pipeline(Readable.from(pieces, { highWaterMark: 1 }), response).catch(() => {});
      swallowed.resolve(response.writableFinished);
    },
  };
}

/** An answer that waits for a word. */
export interface Held {
  readonly answer: Answer;
  /** The request has arrived. */
  readonly reached: Promise<Arrival>;
  /** Answers it. */
  release(answer: Answer): void;
}

export function held(): Held {
  const reached = deferred<Arrival>();
  const released = deferred<Answer>();
  return {
    reached: reached.promise,
    release: released.resolve,
    async answer(response: ServerResponse, arrival: Arrival) {
      reached.resolve(arrival);
      await (await released.promise)(response, arrival);
    },
  };
}

/** `Promise.withResolvers`, which the library's language level does not have. */
function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
