import { once } from "node:events";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { connect as connectPlainly, isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectSecurely, type TLSSocket } from "node:tls";

/** How to reach a server, beside its URL. */
export interface Route {
  /** The certificate of the authority to trust, in PEM. @default the authorities that Node trusts */
  readonly ca?: string | undefined;
  /** The certificate with which to identify to the server. @default none */
  readonly clientCertificate?: ClientCertificate | undefined;
  /** The URL of the proxy to connect through. @default none */
  readonly proxy?: string | undefined;
}

/** A certificate and its private key, both in PEM. */
export interface ClientCertificate {
  /** The certificate, and those of intermediate authorities. */
  readonly cert: string;
  /** The private key. */
  readonly key: string;
}

/** The proxy did not connect to the server. */
export class ProxyRefused extends Error {
  /** Always "ProxyRefused". */
  override name = "ProxyRefused";
}

/** Opens a TCP connection to the host of a URL, through the proxy if there is one. */
export async function connectTo(url: URL, { proxy }: Pick<Route, "proxy">, signal: AbortSignal): Promise<Socket> {
  const { host, port } = addressOf(url);
  if (proxy !== undefined) {
    return openTunnel(new URL(proxy), `${url.hostname}:${port}`, signal);
  }
  return settled(connectPlainly({ host, port }), "connect", signal);
}

/** Opens a TLS connection to the host of a URL, through the proxy if there is one. */
export async function connectWithTls(
  url: URL,
  route: Route,
  signal: AbortSignal,
  options: ConnectionOptions = {},
): Promise<TLSSocket> {
  const { host } = addressOf(url);
  const { ca, clientCertificate } = route;
  const socket = connectSecurely({
    socket: await connectTo(url, route, signal),
    // A server name must not be an IP address (RFC 6066, section 3), but the certificate must still be for it.
    ...(isIP(host) === 0 ? { servername: host } : { host }),
    ...(ca !== undefined && { ca }),
    ...clientCertificate,
    ...options,
  });
  return settled(socket, "secureConnect", signal);
}

async function settled<S extends Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  // An error after the connection is up belongs to whoever uses it.
  socket.on("error", () => {});
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Requests a connection to a host from a proxy (RFC 9110, section 9.3.6). */
async function openTunnel(proxy: URL, authority: string, signal: AbortSignal): Promise<Socket> {
  const send = proxy.protocol === "https:" ? requestHttps : requestHttp;
  const { username, password } = proxy;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const request = send({
    ...addressOf(proxy),
    method: "CONNECT",
    path: authority,
    agent: false,
    signal,
    headers: {
      host: authority,
      ...(username && { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` }),
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const refuse = (status: number | undefined) =>
    reject(new ProxyRefused(`the proxy ${proxy.host} responds with ${status} to CONNECT ${authority}`));
  request.on("connect", ({ statusCode }, socket) => {
    if (statusCode === 200) {
      socket.on("error", () => {});
      resolve(socket);
    } else {
      socket.destroy();
      refuse(statusCode);
    }
  });
  request.on("response", ({ statusCode }) => refuse(statusCode));
  request.on("error", reject);
  request.end();
  return promise;
}

function addressOf({ hostname, port, protocol }: URL): { readonly host: string; readonly port: number } {
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port || (protocol === "https:" ? 443 : 80)) };
}
