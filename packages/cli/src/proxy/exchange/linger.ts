import type { IncomingMessage } from "node:http";

/** How long a caller may still send a body that nobody reads, in ms. */
const LINGER_IN_MS = 5_000;

/**
 * Reads and drops the rest of a request whose response is complete. A connection that closes while the caller is still
 * sending would take the response with it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9112#section-9.6 | RFC 9112, section 9.6}
 */
export function dropRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) {
    return;
  }
  const timer = setTimeout(() => request.socket.destroy(), LINGER_IN_MS);
  request.on("close", () => clearTimeout(timer));
  request.on("end", () => clearTimeout(timer));
  request.resume();
}
