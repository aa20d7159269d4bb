import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** Registers what to do when a test ends. A concurrent test must use the function of its own context. */
export type OnTestFinished = typeof onTestFinished;

/** Serves on loopback until the test ends, and returns the base URL. */
export async function serve(listener: RequestListener, whenFinished: OnTestFinished = onTestFinished): Promise<string> {
  const server = createServer((request, response) => {
    // A client that hangs up makes the reading of its request fail: nobody is left to respond to.
    Promise.resolve(listener(request, response) as unknown).catch(() => request.socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  whenFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
