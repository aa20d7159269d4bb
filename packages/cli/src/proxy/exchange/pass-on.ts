import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";

/** Sends a stream as the body of a response. Rejects if the stream ends early; the response is then incomplete. */
export function passOn(source: Readable, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    // Not `pipeline`, which would end a response whose length is unknown as if it were complete.
    source.on("error", reject);
    source.on("close", () => source.readableEnded || reject(new Error("the response of the server ended early")));
    response.on("finish", resolve);
    source.pipe(response);
  });
}

/** Ends an incomplete response so that the caller cannot mistake it for a complete one. */
export function breakOff(response: ServerResponse): void {
  if (response.chunkedEncoding) {
    response.destroy();
  } else {
    // The end of the connection can be the end of such a body, as in HTTP/1.0, unless it is a reset.
    response.socket?.resetAndDestroy();
  }
}
