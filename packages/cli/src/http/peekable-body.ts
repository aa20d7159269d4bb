import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/** Reads a body in chunks, as the reader of a standard `ReadableStream` does. */
export interface ChunkReader {
  /** Returns the next chunk. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Ends the reading. What was not read stays in the body. */
  cancel(): Promise<void>;
}

/** The body of a response, whose start can be read before it is passed on. */
export interface PeekableBody {
  /** Returns a reader that begins at the start of the body. What it reads stays in the body. */
  createReader(): ChunkReader;
  /** Returns the chunks from the start of the body. They stay in the body. */
  chunks(): AsyncGenerator<Uint8Array, void>;
  /** Returns the body as a stream. Nothing else can read the body after that. */
  stream(): Readable;
}

/** Makes a {@link PeekableBody} of the body of a response. */
export function createPeekableBody(message: IncomingMessage): PeekableBody {
  /** What the readers have read. */
  const peeked: Uint8Array[] = [];

  function createReader(): ChunkReader {
    const cancelled = new AbortController();
    let next = 0;
    return {
      async read() {
        if (next === peeked.length) {
          const chunk = await readChunk(message, cancelled.signal);
          if (!chunk) {
            return { done: true };
          }
          peeked.push(chunk);
        }
        next += 1;
        return { done: false, value: peeked[next - 1] };
      },
      async cancel() {
        cancelled.abort();
      },
    };
  }

  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    const reader = createReader();
    for (let chunk = await reader.read(); chunk.value; chunk = await reader.read()) {
      yield chunk.value;
    }
  }

  async function* replay(): AsyncGenerator<Uint8Array, void> {
    yield* peeked;
    if (!message.readableEnded) {
      yield* message;
    }
  }

  return {
    createReader,
    chunks,
    stream: () =>
      peeked.length > 0 || message.readableEnded ? Readable.from(replay(), { objectMode: false }) : message,
  };
}

/** Reads the next chunk. Returns undefined at the end of the body, or when the signal is aborted. */
async function readChunk(message: IncomingMessage, cancelled: AbortSignal): Promise<Uint8Array | undefined> {
  while (!cancelled.aborted) {
    const chunk: Uint8Array | null = message.read();
    if (chunk) {
      return chunk;
    }
    if (message.readableEnded) {
      return undefined;
    }
    if (message.destroyed) {
      throw message.errored ?? new Error("the response ended early");
    }
    await untilChanged(message, cancelled);
  }
  return undefined;
}

/** Waits until there is more to read, or no more. */
function untilChanged(message: IncomingMessage, cancelled: AbortSignal): Promise<void> {
  const events = ["readable", "end", "error", "close"] as const;
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) {
        message.off(event, done);
      }
      cancelled.removeEventListener("abort", done);
      resolve();
    };
    for (const event of events) {
      message.on(event, done);
    }
    cancelled.addEventListener("abort", done);
  });
}
