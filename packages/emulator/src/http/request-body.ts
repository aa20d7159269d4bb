import type { IncomingMessage } from "node:http";
import type { RequestContext } from "./context.ts";

/** The body of a request as a string, or why it cannot be used. */
export type RequestBody = { readonly kind: "text"; readonly text: string } | UnusableBody;

/** A body that cannot be used. */
export interface UnusableBody {
  readonly kind: "too-large" | "unreadable";
  readonly reason: string;
}

/** Drops a byte order mark (RFC 8259, section 8.1), and throws on bytes that are not UTF-8. */
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a body up to a limit in bytes.
 *
 * The body of a request from a socket comes from `node:http`: MicroBilt documents a GET with a body, which a `Request`
 * cannot have.
 */
export async function readBody(c: RequestContext, limit: number): Promise<RequestBody> {
  const tooLarge = { kind: "too-large", reason: `The body is larger than ${limit} bytes.` } as const;
  if (Number(c.req.raw.headers.get("content-length")) > limit) {
    return tooLarge;
  }
  let bytes: Uint8Array | undefined;
  try {
    bytes = c.env.incoming
      ? await readFromSocket(c.env.incoming as IncomingMessage, limit)
      : await readFromRequest(c.req.raw, limit);
  } catch (error) {
    return { kind: "unreadable", reason: `The body is incomplete: ${(error as Error).message}` };
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

function readFromSocket(incoming: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks = createCollector(limit);
    const rejectIfIncomplete = () => {
      if (!incoming.readableEnded) {
        reject(new Error("the connection was closed"));
      }
    };
    if (incoming.destroyed) {
      rejectIfIncomplete();
    }
    const receive = (chunk: Buffer) => {
      if (!chunks.add(chunk)) {
        // Discards the rest, so that the client can finish sending it and read the response.
        incoming.off("data", receive).resume();
        resolve(undefined);
      }
    };
    incoming.on("data", receive);
    incoming.once("end", () => resolve(chunks.bytes()));
    incoming.once("error", reject);
    incoming.once("close", rejectIfIncomplete);
  });
}

async function readFromRequest({ body }: Request, limit: number): Promise<Uint8Array | undefined> {
  const chunks = createCollector(limit);
  const reader = body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    if (!chunks.add(next.value)) {
      await reader?.cancel();
      return undefined;
    }
  }
  return chunks.bytes();
}

/** Joins chunks. `add` returns whether they are still within the limit. */
function createCollector(limit: number): { add(chunk: Uint8Array): boolean; bytes(): Uint8Array } {
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
