import type { Socket } from "node:net";

/**
 * Calls `onIdle` once nothing has moved between the caller and the proxy for `limit` ms, or up to twice as long. Returns a
 * function that ends the watch.
 */
export function watchIdle(socket: Socket, limit: number, onIdle: () => void): () => void {
  let moved = bytesMoved(socket);
  // Looking at the counters now and then costs less than noting each chunk.
  const timer = setInterval(() => {
    const now = bytesMoved(socket);
    if (now === moved) {
      clearInterval(timer);
      onIdle();
    }
    moved = now;
  }, limit);
  return () => clearInterval(timer);
}

function bytesMoved({ bytesRead, bytesWritten, writableLength }: Socket): number {
  // What the caller has not taken yet has not moved.
  return bytesRead + bytesWritten - writableLength;
}
