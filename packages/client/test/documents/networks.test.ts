/** The programs in docs/networks.md compile, and reach a server through a proxy, with a client certificate, and over HTTP/2. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import type { TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { generate } from "selfsigned";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { tokenResponse } from "../support/scripted-server.ts";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
const KEY = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;
/** The port that the document gives the proxy. */
const DOCUMENTED_PROXY = "http://127.0.0.1:3128";

const tunnelledTo: string[] = [];
/** Whether each token request came with a certificate of the authority. */
const hadCertificates: boolean[] = [];
const sockets = new Set<Socket>();
let server: Http2SecureServer;
let proxy: Server;
let programs: ReadmePrograms;
let environment: Record<string, string>;

beforeAll(async () => {
  const certificates = await createCertificates();
  server = await startServer(certificates);
  const port = portOf(server);
  proxy = await startProxy(port);
  const proxyUrl = `http://127.0.0.1:${portOf(proxy)}`;
  const files = {
    "ca.pem": certificates.ca,
    "client.pem": certificates.cert,
    "client-key.pem": certificates.key,
    // A fixed port can be in use: the proxy listens on another one.
    "preload.js": `
      import { registerHooks } from "node:module";
      registerHooks({ load(url, context, next) {
        const loaded = next(url, context);
        return url.includes("/program-") ? { ...loaded, source: String(loaded.source).replace("${DOCUMENTED_PROXY}", "${proxyUrl}") } : loaded;
      } });`,
  };
  programs = await writeReadmePrograms(root, files, "preload.js", "docs/networks.md");
  environment = {
    NODE_EXTRA_CA_CERTS: `${programs.directory}/ca.pem`,
    HTTPS_PROXY: proxyUrl,
    https_proxy: proxyUrl,
    GATEWAY_URL: `https://localhost:${port}`,
    NO_PROXY: "",
    no_proxy: "",
  };
}, MINUTE);

afterEach(() => {
  tunnelledTo.length = 0;
  hadCertificates.length = 0;
});

afterAll(async () => {
  await programs.remove();
  for (const socket of sockets) {
    socket.destroy();
  }
  proxy.close();
  server.close();
});

test("they compile", { timeout: MINUTE }, async () => {
  expect(programs.count).toBe(4);
  expect(await programs.compile()).toBe("");
});

test.each([
  [0, "a proxy for one client", "200"],
  [1, "the proxy of the environment", "true"],
] as const)("program %i: %s", { timeout: MINUTE }, async (index, _, output) => {
  expect(await programs.run(index, environment)).toBe(output);
  expect(new Set(tunnelledTo)).toEqual(new Set([`${new URL(servers.sandbox).hostname}:443`]));
});

test("program 2: a client certificate", { timeout: MINUTE }, async () => {
  const { NODE_EXTRA_CA_CERTS: _, ...withoutAuthority } = environment;

  expect(await programs.run(2, withoutAuthority)).toBe("true");
  expect(hadCertificates).toEqual([true]);
});

test("program 3: HTTP/2", { timeout: MINUTE }, async () => {
  expect(await programs.run(3, environment)).toBe('{"httpVersion":"2.0"}');
});

/** A private authority, and one certificate for the server and the client. */
async function createCertificates(): Promise<{ ca: string; cert: string; key: string }> {
  const authority = await generate([{ name: "commonName", value: "A private authority" }], {
    ...KEY,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const names = ["localhost", new URL(servers.sandbox).hostname];
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
    ...KEY,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "extKeyUsage", serverAuth: true, clientAuth: true },
      { name: "subjectAltName", altNames: names.map((value) => ({ type: 2, value })) },
    ],
  });
  return { ca: authority.cert, cert, key };
}

/** A token endpoint and products, which respond with the version of HTTP. */
async function startServer(certificates: { ca: string; cert: string; key: string }): Promise<Http2SecureServer> {
  const token = await tokenResponse().text();
  const options = { ...certificates, allowHTTP1: true, requestCert: true, rejectUnauthorized: false };
  const started = createSecureServer(options, async (request, response) => {
    await text(request);
    const { httpVersion, socket, url } = request;
    response.writeHead(200, { "content-type": "application/json" });
    if (url === tokenEndpoint.path) {
      hadCertificates.push((socket as TLSSocket).authorized);
      response.end(token);
    } else {
      response.end(JSON.stringify({ httpVersion }));
    }
  });
  started.on("connection", (socket: Socket) => sockets.add(socket));
  return listening(started);
}

/** A proxy whose tunnels all lead to the server, whatever their target. */
async function startProxy(port: number): Promise<Server> {
  const started = createServer();
  started.on("connect", (request, socket) => {
    tunnelledTo.push(request.url ?? "");
    const target = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    sockets.add(target);
    target.on("error", () => socket.destroy());
    socket.on("error", () => target.destroy());
  });
  return listening(started);
}

async function listening<S extends Server | Http2SecureServer>(started: S): Promise<S> {
  started.listen(0, "127.0.0.1");
  await once(started, "listening");
  return started;
}

function portOf(started: Server | Http2SecureServer): number {
  return (started.address() as AddressInfo).port;
}
