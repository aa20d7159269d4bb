import { once } from "node:events";
import { createServer, request as sendRequest } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** A forward proxy on loopback: tunnels (CONNECT), and requests in absolute form. */
export interface ForwardProxy {
  readonly url: string;
  /** What it tunnelled or forwarded to. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** @param refuses responds 407 to everything */
export async function startProxy({ refuses = false } = {}): Promise<ForwardProxy> {
  const seen: string[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (refuses) {
      response.writeHead(407, { "proxy-authenticate": "Basic" }).end();
      return;
    }
    const { method, headers } = request;
    const forwarded = sendRequest(request.url ?? "", { ...(method && { method }), headers }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers);
      incoming.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
  });
  server.on("connect", (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    sockets.add(socket);
    socket.on("error", () => {});
    if (refuses) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n");
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    sockets.add(target);
    target.on("error", () => socket.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async close() {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
