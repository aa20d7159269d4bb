import type { IncomingMessage } from "node:http";

/** How long a body may be, and how long it may take, so that it can be sent again with another token. */
export interface BufferLimits {
  /** In bytes. */
  readonly maxBytes: number;
  /** In ms. A body that arrives slowly is passed on as it arrives. */
  readonly maxDelay: number;
}

/**
 * Reads the body of a request if it is short and arrives soon. Returns the request itself as a stream if it is not, and
 * undefined if there is no body.
 */
export async function readRequestBody(
  request: IncomingMessage,
  { maxBytes, maxDelay }: BufferLimits,
): Promise<Uint8Array | IncomingMessage | undefined> {
  const length = request.headers["content-length"];
  if (request.headers["transfer-encoding"] === undefined && !Number(length)) {
    return undefined;
  }
  if (Number(length) > maxBytes) {
    return request;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const isWhole = await new Promise<boolean>((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) {
        settle(false);
      }
    };
    const onEnd = () => settle(true);
    const onClose = () => reject(new Error("the caller ended the request early"));
    const timer = setTimeout(() => settle(false), maxDelay);
    const settle = (result: boolean) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onClose);
      if (!result) {
        request.pause();
      }
      resolve(result);
    };
    request.on("data", onData).on("end", onEnd).on("close", onClose);
  });
  const start = Buffer.concat(chunks);
  if (isWhole) {
    return start;
  }
  if (size > 0) {
    request.unshift(start);
  }
  return request;
}
