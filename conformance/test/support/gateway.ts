/** Servers as they stand behind gateways, and the proxies in front of them. */
import { once } from "node:events";
import { createServer, type RequestListener, request as sendRequest } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { onTestFinished } from "vitest";

const GRANTED = JSON.stringify({ access_token: "a-token-of-the-gateway", expires_in: "3600" } satisfies Partial<
  Record<keyof TokenResponse, string>
>);

/** Grants every token request. */
export const grant: RequestListener = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end(GRANTED);
};

/** Serves over TLS on loopback until the test ends, and returns the base URL. */
export async function serveSecurely(options: ServerOptions, listener: RequestListener): Promise<string> {
  return `https://127.0.0.1:${await listen(createSecureServer(options, listener))}`;
}

/** A proxy, and the requests that it got. */
export interface RecordingProxy {
  /** The URL of the proxy. */
  readonly url: string;
  /** The method and target of each request, and the credentials for the proxy. */
  readonly requests: readonly string[];
}

/** Runs a proxy on loopback until the test ends: it forwards absolute-form requests and opens tunnels. */
export async function serveProxy(): Promise<RecordingProxy> {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = "GET", headers, url = "" } = incoming;
    requests.push(`${method} ${url} ${headers["proxy-authorization"] ?? ""}`.trim());
    const forwarded = sendRequest(url, { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.writeHead(502).end());
    incoming.pipe(forwarded);
  });
  server.on("connect", (incoming, client) => {
    requests.push(`CONNECT ${incoming.url} ${incoming.headers["proxy-authorization"] ?? ""}`.trim());
    const [host = "", port] = (incoming.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
    upstream.pipe(client);
    client.pipe(upstream);
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, requests };
}

/** Listens on loopback until the test ends, and returns the port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
    await once(server, "close");
  });
  return (server.address() as AddressInfo).port;
}
