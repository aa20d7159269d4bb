import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { EmulatorError } from "../errors.ts";
import { assertListenOptions, type ListenOptions } from "../input/listen-options.ts";
import { drops, half, type Spoil } from "./disruption.ts";
import type { Bindings, Handler } from "./handler.ts";
import type { Listening } from "./listener.ts";
import { wait } from "./wait.ts";

/**
 * Delivers answers over sockets.
 *
 * @throws {EmulatorError} `cannot_listen`, `invalid_argument`
 */
export async function listen(handle: Handler, options: ListenOptions = {}): Promise<Listening> {
  assertListenOptions(options);
  const { port = 0, host = "127.0.0.1", tls } = options;
  const listener = getRequestListener(async (request, env) => respond(handle, request, env as Bindings), {
    overrideGlobalObjects: false,
    // A target or a host that is none.
    errorHandler: () => new Response(null, { status: 400 }),
  });
  const server = open(listener, tls);
  await begin(server, port, host);

  const { port: bound } = server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `${tls ? "https" : "http"}://${name}:${bound}`,
    port: bound,
    async close() {
      if (server.listening) {
        const closed = once(server, "close");
        server.close();
        server.closeAllConnections();
        await closed;
      }
    },
  };
}

function open(
  listener: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  tls: ListenOptions["tls"],
): Server {
  try {
    return tls ? createHttpsServer({ ...tls }, listener) : createHttpServer(listener);
  } catch (error) {
    throw new EmulatorError(
      "invalid_argument",
      `tls takes a key and a certificate in PEM: ${(error as Error).message}.`,
    );
  }
}

async function begin(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem =
      code === "EADDRINUSE" ? "something else listens there already; take another port, or 0 for any" : message;
    throw new EmulatorError("cannot_listen", `Cannot listen on ${host}:${port}: ${problem}.`, { cause: error });
  }
}

async function respond(handle: Handler, request: Request, bindings: Bindings): Promise<Response> {
  const response = await handle(request, bindings);
  const { spoil } = bindings;
  if (!spoil) {
    return response;
  }
  const { signal } = request;
  try {
    await sendSpoiled(bindings.outgoing as ServerResponse, response, spoil, signal);
  } catch (error) {
    // Else the connection was closed, and there is nobody to tell.
    if (!signal.aborted) {
      throw error;
    }
  }
  return RESPONSE_ALREADY_SENT;
}

async function sendSpoiled(
  outgoing: ServerResponse,
  response: Response,
  spoil: Spoil,
  signal: AbortSignal,
): Promise<void> {
  if (!outgoing.socket) {
    // An earlier request of the connection comes first.
    await once(outgoing, "socket", { signal });
  }
  const { socket } = outgoing;
  if (spoil.kind === "unanswered") {
    reset(socket);
    return;
  }
  const body = new Uint8Array(await response.arrayBuffer());
  for (const [name, value] of response.headers) {
    outgoing.appendHeader(name, value);
  }
  outgoing.setHeader("content-length", body.length);
  outgoing.writeHead(response.status);
  if (spoil.kind === "cut") {
    // What follows must not overtake it.
    await new Promise<void>((resolve) => outgoing.write(half(body), () => resolve()));
    spoil.how === "reset" ? reset(socket) : socket?.end();
    return;
  }
  const { pieces, pause } = drops(body, spoil.ms);
  for (const piece of pieces) {
    await wait(pause, signal);
    outgoing.write(piece);
  }
  outgoing.end();
}

/** A reset, not an orderly end; under TLS the plain socket below is out of reach, and an abrupt end has to do. */
function reset(socket: Socket | null): void {
  if (socket && "encrypted" in socket) {
    socket.destroy();
  } else {
    socket?.resetAndDestroy();
  }
}
