import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { FetchResponse } from "@microbilt-oauth/client";
import { type ChunkReader, createPeekableBody } from "./peekable-body.ts";

/** A response of `node:http`, with the members of a standard `Response` that the client uses. */
export interface NodeResponse extends FetchResponse {
  /** The response itself, for its raw headers. Its body belongs to {@link stream}. */
  readonly message: IncomingMessage;
  /** What the client uses to read a body up to a limit, or to drop it. */
  readonly body: {
    /** Returns a reader of the body. */
    getReader(): ChunkReader;
    /** Drops the body, and the connection with it if the body has not arrived. */
    cancel(): Promise<void>;
  };
  /** Returns a copy that reads the start of the body and leaves the body as it is. */
  clone(): Pick<NodeResponse, "headers" | "text"> & { readonly body: { getReader(): ChunkReader } };
  /** Returns the body as a stream, which can be read once. */
  stream(): Readable;
}

/** Makes a {@link NodeResponse}. */
export function readResponse(message: IncomingMessage): NodeResponse {
  const body = createPeekableBody(message);
  const status = message.statusCode ?? 0;
  const headers = {
    get(name: string): string | null {
      const value = message.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  };
  return {
    message,
    ok: status >= 200 && status < 300,
    status,
    headers,
    body: {
      getReader: () => body.createReader(),
      async cancel() {
        if (message.complete) {
          // Reading the rest, which is here, keeps the connection for other requests.
          message.resume();
        } else {
          message.destroy();
        }
      },
    },
    text: () => text(body.stream()),
    clone: () => ({
      headers,
      body: { getReader: () => body.createReader() },
      text: () => text(Readable.from(body.chunks())),
    }),
    stream: () => body.stream(),
  };
}
