import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createHandler, type HandlerSettings } from "./request-handler.ts";

/** The limits of the connections from callers. */
const LIMITS = {
  /** How long the head of a request may take, in ms. */
  headersTimeout: 30_000,
  /** How long a whole request may take: an upload can take any time, as long as something moves. */
  requestTimeout: 0,
  /** How long an idle connection stays open, in ms: longer than programs keep theirs, so that they close it. */
  keepAliveTimeout: 75_000,
} as const;

/** How many callers can be connected at once. */
const MAX_CONNECTIONS = 1_000;

/** A running proxy. */
export interface RunningProxy {
  /** Its URL, without a trailing slash. */
  readonly url: string;
  /** Stops listening, and resolves once the requests in progress are complete. */
  close(): Promise<void>;
  /** Breaks off the requests in progress. */
  abort(): void;
}

/** Starts the proxy. Rejects if it cannot listen at the address. */
export async function startProxy(settings: HandlerSettings, host: string, port: number): Promise<RunningProxy> {
  let isClosing = false;
  const handle = createHandler(settings);
  const server = createServer(LIMITS, (request, response) => {
    if (isClosing) {
      // The caller then opens no further request on this connection.
      response.shouldKeepAlive = false;
    }
    response.on("close", () => {
      if (isClosing) {
        // The connection of a response whose head said otherwise becomes idle only now.
        setImmediate(() => server.closeIdleConnections());
      }
    });
    handle(request, response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  // Otherwise Node requests the body before the proxy has decided whether the caller may send one.
  server.on("checkContinue", (request, response) => server.emit("request", request, response));
  server.on("connect", (_request, socket) => {
    socket.end("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    socket.on("error", () => {});
  });
  server.listen(port, host);
  await once(server, "listening");

  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    async close() {
      isClosing = true;
      const closed = once(server, "close");
      server.close();
      await closed;
    },
    abort: () => server.closeAllConnections(),
  };
}
