import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { buffer } from "node:stream/consumers";
import { createEmulator, type Emulator } from "@microbilt-oauth/emulator";
import { type Certificate, createCertificate } from "@microbilt-oauth/emulator/certificate";
import type { Contract } from "@microbilt-oauth/spec";
import { describeEmulator } from "../src/targets/emulator.ts";
import type { Target } from "../src/targets/target.ts";
import type { Answer, Behaviour, Mutant, Received, Sound } from "./mutant.ts";

/** Long enough for a server on this machine; a server that never answers is waited for so long. */
const DEADLINE_IN_MS = 1_000;

/** Serves the emulator with a defect, as a target of the checks. */
export async function serveMutant(contract: Contract, mutant: Mutant, certificate: Certificate): Promise<Target> {
  const emulator = createEmulator(mutant.emulator);
  const described = describeEmulator(emulator, contract, "");
  const surroundings = { contract, emulator, credentials: described.credentials };
  const behaviour = mutant.breaking?.(surroundings) ?? ((request, sound) => sound(request));
  const listener = createListener(emulator, behaviour);

  const server = await listen(createServer(listener));
  const secure = await listen(await createSecure(mutant.tls, certificate, listener));
  const control = await emulator.listenForControl();
  return {
    ...described,
    baseUrl: `http://127.0.0.1:${server.port}`,
    secureUrl: `https://127.0.0.1:${secure.port}`,
    controlUrl: control.url,
    ca: certificate.ca,
    deadline: DEADLINE_IN_MS,
    async close() {
      await Promise.all([server.close(), secure.close(), emulator.close()]);
    },
  };
}

async function createSecure(tls: Mutant["tls"], certificate: Certificate, listener: RequestListener): Promise<Server> {
  switch (tls) {
    case "plain":
      return createServer(listener);
    case "old-versions":
      return createSecureServer(
        { ...certificate, ca: undefined, minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" },
        listener,
      );
    case "unknown-authority":
      return createSecureServer({ ...(await createCertificate()), ca: undefined }, listener);
    default:
      return createSecureServer({ ...certificate, ca: undefined }, listener);
  }
}

function createListener(emulator: Emulator, behaviour: Behaviour): RequestListener {
  return async (incoming, outgoing) => {
    try {
      const answer = await behaviour(await receive(incoming), soundAnswers(emulator));
      if (answer === "reset") {
        incoming.socket.resetAndDestroy();
      } else if (answer !== "hang") {
        send(outgoing, answer);
      }
    } catch {
      // The request broke off: there is nobody to answer.
      incoming.socket.destroy();
    }
  };
}

function soundAnswers(emulator: Emulator): Sound {
  return async ({ method, path, query, headers, body }) => {
    const hasBody = method !== "GET" && method !== "HEAD";
    const response = await emulator.fetch(`http://emulator${path}${query && `?${query}`}`, {
      method,
      headers: Object.entries(headers).filter(
        ([name]) => !/^(?:connection|transfer-encoding|content-length|host)$/.test(name),
      ),
      ...(hasBody && { body: new Uint8Array(body) }),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
}

async function receive(incoming: IncomingMessage): Promise<Received> {
  const { pathname, search } = new URL(incoming.url ?? "", "http://emulator");
  return {
    method: incoming.method ?? "",
    path: pathname,
    query: search.slice(1),
    headers: Object.fromEntries(
      Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values?.join(", ") ?? ""]),
    ),
    body: await buffer(incoming),
    connection: incoming.socket,
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.sendDate = !("date" in headers);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      outgoing.setHeader(name, value);
    }
  }
  outgoing.writeHead(status).end(body);
}

async function listen(server: Server): Promise<{ port: number; close(): Promise<void> }> {
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
