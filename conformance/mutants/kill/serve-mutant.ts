import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, request, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { createEmulator, type Emulator } from "@microbilt-oauth/emulator";
import { type Certificate, createCertificate } from "@microbilt-oauth/emulator/certificate";
import type { Contract } from "@microbilt-oauth/spec";
import { type RunningServer, runningServer } from "../../src/target.ts";
import { describeEmulator } from "../../src/targets/emulator.ts";
import type { Mutant, MutantHandler, MutantRequest, MutantResponse, OriginalHandler } from "../mutant.ts";
import { serveRewritten } from "./serve-rewritten.ts";

/** Long enough for a response on a busy machine: a late response would look like a kill. */
const DEADLINE_IN_MS = 5_000;

/** Header fields of the connection, which `fetch` sets itself. */
const CONNECTION_FIELDS = /^(?:connection|transfer-encoding|content-length|host)$/;

/** What distinguishes a mutant from the emulator. Without any of it, the original is served. */
export type Mutation = Pick<Mutant, "mutate" | "emulator" | "tls" | "http" | "rewrite">;

/**
 * Serves a mutated emulator over http and https, as a target of the checks.
 *
 * Closing it throws the first error of the mutation itself: to the checks, such an error looks like a reset.
 */
export async function serveMutant(
  contract: Contract,
  { mutate, emulator: options, tls, http = {}, rewrite }: Mutation,
  certificate: Certificate,
): Promise<RunningServer> {
  const emulator = createEmulator(options);
  const target = describeEmulator(emulator, contract, "");
  const handle = mutate?.({ contract, emulator, credentials: target.credentials });
  const failures: unknown[] = [];
  const listener = createListener(
    handle ?? ((request, original) => original(request)),
    originalHandler(emulator),
    (error) => failures.push(error),
  );

  const server = await listen(createServer(http, listener));
  const front = rewrite && (await listen(serveRewritten(rewrite, server.port)));
  const secure = await listen(await createTlsServer(tls, certificate, listener));
  const control = await emulator.listenForControl();
  return runningServer(
    {
      ...target,
      baseUrl: `http://127.0.0.1:${(front ?? server).port}`,
      secureUrl: `https://127.0.0.1:${secure.port}`,
      controlUrl: control.url,
      ca: certificate.ca,
      deadline: DEADLINE_IN_MS,
    },
    async () => {
      await front?.close();
      await Promise.all([server.close(), secure.close(), emulator.close()]);
      if (failures.length > 0) {
        throw failures[0];
      }
    },
  );
}

async function createTlsServer(
  tls: Mutant["tls"],
  { cert, key }: Certificate,
  listener: RequestListener,
): Promise<Server> {
  switch (tls) {
    case "plain":
      return createServer(listener);
    case "old-versions":
      return createSecureServer({ cert, key, minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }, listener);
    case "weak-ciphers":
      return createSecureServer(
        { cert, key, maxVersion: "TLSv1.2", ciphers: "ECDHE+AESGCM:eNULL:@SECLEVEL=0" },
        listener,
      );
    case "unknown-authority": {
      const unknown = await createCertificate();
      return createSecureServer({ cert: unknown.cert, key: unknown.key }, listener);
    }
    default:
      return createSecureServer({ cert, key }, listener);
  }
}

function createListener(
  handle: MutantHandler,
  original: OriginalHandler,
  onFailure: (error: unknown) => void,
): RequestListener {
  return async (incoming, outgoing) => {
    try {
      const response = await handle(await readRequest(incoming), original);
      if (response === "reset") {
        incoming.socket.resetAndDestroy();
      } else if (response !== "hang") {
        sendResponse(outgoing, response);
      }
    } catch (error) {
      // A request is incomplete if the client has closed the connection.
      if (incoming.complete) {
        onFailure(error);
      }
      incoming.socket.destroy();
    }
  };
}

/** Handles requests as the emulator does. */
export function originalHandler(emulator: Emulator): OriginalHandler {
  return async ({ method, path, query, headers, body }) => {
    // `fetch` can send neither two Host fields nor TRACE.
    if (headers["host"]?.includes(",")) {
      return { status: 400, headers: {}, body: "" };
    }
    if (method === "TRACE") {
      return { status: 405, headers: {}, body: "" };
    }
    const hasBody = method !== "GET" && method !== "HEAD";
    if (method === "GET" && body.length > 0) {
      return sendGetWithBody(emulator, { path, query, headers, body });
    }
    const response = await emulator.fetch(`http://emulator${path}${query && `?${query}`}`, {
      method,
      headers: Object.entries(headers).filter(([name]) => !CONNECTION_FIELDS.test(name)),
      ...(hasBody && { body: new Uint8Array(body) }),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
}

/** Sends a GET with a body over a socket, because `fetch` does not send one. */
async function sendGetWithBody(
  emulator: Emulator,
  { path, query, headers, body }: Pick<MutantRequest, "path" | "query" | "headers" | "body">,
): Promise<MutantResponse> {
  const listener = await emulator.listen();
  try {
    const sent = request(`${listener.url}${path}${query && `?${query}`}`, {
      method: "GET",
      agent: false,
      headers: {
        ...Object.fromEntries(Object.entries(headers).filter(([name]) => !CONNECTION_FIELDS.test(name))),
        "content-length": body.length,
      },
    });
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const received = Object.entries(response.headersDistinct)
      .filter(([name]) => !CONNECTION_FIELDS.test(name))
      .map(([name, values]) => [name, values?.join(", ")]);
    return { status: response.statusCode ?? 0, headers: Object.fromEntries(received), body: await text(response) };
  } finally {
    await listener.close();
  }
}

/** Reads the whole request, as it was sent. */
export async function readRequest(incoming: IncomingMessage): Promise<MutantRequest> {
  // As sent: a URL would resolve dot segments.
  const target = (incoming.url ?? "").replace(/^https?:\/\/[^/]+/, "");
  const [path = "", ...query] = target.split("?");
  return {
    method: incoming.method ?? "",
    path,
    query: query.join("?"),
    headers: Object.fromEntries(
      Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values?.join(", ") ?? ""]),
    ),
    body: await buffer(incoming),
    connection: incoming.socket,
  };
}

function sendResponse(outgoing: ServerResponse, { status, headers, body, encoding = "utf8" }: MutantResponse): void {
  outgoing.sendDate = !("date" in headers);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      outgoing.setHeader(name, value);
    }
  }
  outgoing.writeHead(status).end(body, encoding);
}

async function listen(server: Server): Promise<{ readonly port: number; close(): Promise<void> }> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      if ("closeAllConnections" in server) {
        (server.closeAllConnections as () => void)();
      }
      server.close();
      await once(server, "close");
    },
  };
}
