import type { IncomingMessage } from "node:http";
import type { RequestContext } from "./context.ts";

/** The body of a request, or why there is none to work with. */
export type RequestBody = { readonly kind: "text"; readonly text: string } | UnusableBody;

export interface UnusableBody {
  readonly kind: "too-large" | "unreadable";
  readonly reason: string;
}

/** Without the mark at its start (RFC 8259, section 8.1), and without letting through what is no UTF-8. */
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads the body up to a limit.
 *
 * From a socket it is read past the `Request`, which cannot hold the body of a GET, as MicroBilt documents one.
 */
export async function readBody(c: RequestContext, limit: number): Promise<RequestBody> {
  const tooLarge = { kind: "too-large", reason: `The body is larger than ${limit} bytes.` } as const;
  if (Number(c.req.raw.headers.get("content-length")) > limit) {
    return tooLarge;
  }
  let bytes: Uint8Array | undefined;
  try {
    bytes = c.env.incoming
      ? await readIncoming(c.env.incoming as IncomingMessage, limit)
      : await read(c.req.raw, limit);
  } catch (error) {
    return { kind: "unreadable", reason: `The body broke off: ${(error as Error).message}` };
  }
  if (!bytes) {
    return tooLarge;
  }
  try {
    return { kind: "text", text: decoder.decode(bytes) };
  } catch {
    return { kind: "unreadable", reason: "The body is not UTF-8." };
  }
}

function readIncoming(incoming: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const collected = collect(limit);
    const closed = () => {
      if (!incoming.readableEnded) {
        reject(new Error("the connection was closed"));
      }
    };
    if (incoming.destroyed) {
      closed();
    }
    const add = (chunk: Buffer) => {
      if (!collected.add(chunk)) {
        // The rest is read and forgotten.
        incoming.off("data", add).resume();
        resolve(undefined);
      }
    };
    incoming.on("data", add);
    incoming.once("end", () => resolve(collected.bytes()));
    incoming.once("error", reject);
    incoming.once("close", closed);
  });
}

async function read({ body }: Request, limit: number): Promise<Uint8Array | undefined> {
  const collected = collect(limit);
  const reader = body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    if (!collected.add(next.value)) {
      await reader?.cancel();
      return undefined;
    }
  }
  return collected.bytes();
}

/** Puts chunks together, up to a limit. */
function collect(limit: number): { add(chunk: Uint8Array): boolean; bytes(): Uint8Array } {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    add(chunk) {
      length += chunk.length;
      chunks.push(chunk);
      return length <= limit;
    },
    bytes() {
      const whole = new Uint8Array(length);
      let offset = 0;
      for (const chunk of chunks) {
        whole.set(chunk, offset);
        offset += chunk.length;
      }
      return whole;
    },
  };
}
