import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { EmulatorError, invalidArgument } from "../errors.ts";
import { type ListenOptions, type ListenSettings, readListenOptions } from "../input/listen-options.ts";
import { closeWithAwaitUsing } from "./async-dispose.ts";
import { delay } from "./delay.ts";
import { type Disruption, firstHalf, slowPieces } from "./disruption.ts";
import type { Bindings, Handler } from "./handler.ts";
import type { Listener } from "./listener.ts";

/**
 * Serves a handler over sockets.
 *
 * @throws {EmulatorError} `cannot_listen`, `invalid_argument`
 */
export async function listen(handle: Handler, options: ListenOptions = {}): Promise<Listener> {
  const settings = readListenOptions(options);
  const requestListener = getRequestListener(async (request, env) => receive(handle, request, env as Bindings), {
    overrideGlobalObjects: false,
    // The request has an invalid target or an invalid Host.
    errorHandler: () => new Response(null, { status: 400 }),
  });
  const server = createServer(requestListener, settings);
  await startListening(server, settings);

  const { host, tls } = settings;
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return closeWithAwaitUsing({
    url: `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    close() {
      closed ??= close(server);
      return closed;
    },
  });
}

function createServer(
  requestListener: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  { tls }: ListenSettings,
): Server {
  try {
    return tls ? createHttpsServer({ ...tls }, requestListener) : createHttpServer(requestListener);
  } catch (error) {
    throw invalidArgument(`tls must be { key, cert }, both in PEM; Node rejects it: ${(error as Error).message}`);
  }
}

async function startListening(server: Server, { port, host }: ListenSettings): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem =
      code === "EADDRINUSE" ? "the port is in use. Pass another port, or 0 for any free port." : `${message}.`;
    throw new EmulatorError("cannot_listen", `Cannot listen on ${host}:${port}: ${problem}`, { cause: error });
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Node uses the first of several Host fields. A server must reject such a request (RFC 9112, section 3.2). */
async function receive(handle: Handler, request: Request, bindings: Bindings): Promise<Response> {
  const hosts = bindings.incoming?.headersDistinct["host"] ?? [];
  return hosts.length > 1 ? new Response(null, { status: 400 }) : respond(handle, request, bindings);
}

async function respond(handle: Handler, request: Request, bindings: Bindings): Promise<Response> {
  const response = await handle(request, bindings);
  const { disruption } = bindings;
  if (!disruption) {
    return response;
  }
  const { signal } = request;
  try {
    await sendDisrupted(bindings.outgoing as ServerResponse, response, disruption, signal);
  } catch (error) {
    // If the signal is aborted, the connection is closed and there is nothing left to send.
    if (!signal.aborted) {
      throw error;
    }
  }
  return RESPONSE_ALREADY_SENT;
}

async function sendDisrupted(
  outgoing: ServerResponse,
  response: Response,
  disruption: Disruption,
  signal: AbortSignal,
): Promise<void> {
  if (!outgoing.socket) {
    // The response to an earlier request on the same connection goes first.
    await once(outgoing, "socket", { signal });
  }
  const { socket } = outgoing;
  if (disruption.kind === "no-response") {
    reset(socket);
    return;
  }
  const body = new Uint8Array(await response.arrayBuffer());
  for (const [name, value] of response.headers) {
    outgoing.appendHeader(name, value);
  }
  outgoing.setHeader("content-length", body.length);
  outgoing.writeHead(response.status);
  if (disruption.kind === "cut-off") {
    // Waits until the half is written, because a reset would overtake it.
    await new Promise<void>((resolve) => outgoing.write(firstHalf(body), () => resolve()));
    disruption.ending === "reset" ? reset(socket) : socket?.end();
    return;
  }
  const { pieces, pause } = slowPieces(body, disruption.ms);
  for (const piece of pieces) {
    await delay(pause, signal);
    outgoing.write(piece);
  }
  outgoing.end();
}

/** Sends a TCP reset. TLS hides the TCP socket, so there the connection ends abruptly instead. */
function reset(socket: Socket | null): void {
  if (socket && "encrypted" in socket) {
    socket.destroy();
  } else {
    socket?.resetAndDestroy();
  }
}
