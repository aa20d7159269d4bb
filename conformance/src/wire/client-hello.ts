import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { isIP, type Socket } from "node:net";
import { connectTo, type Route } from "./connect.ts";

const HANDSHAKE = 0x16;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const TLS_1_2 = 0x0303;
/** Where the length of the session id is in the first record of a server: after two headers, a version and 32 bytes. */
const SESSION_ID_OFFSET = 5 + 4 + 2 + 32;

/**
 * Offers TLS 1.2 with some cipher suites, without completing the handshake. Node's own TLS cannot offer those that
 * OpenSSL no longer implements.
 *
 * @param suites the codes of the cipher suites
 * @returns the code of the cipher suite that the server chose; undefined if it chose none
 */
export async function offerCipherSuites(
  url: URL,
  suites: readonly number[],
  deadline: number,
  route: Pick<Route, "proxy"> = {},
): Promise<number | undefined> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const signal = AbortSignal.timeout(deadline);
  let socket: Socket | undefined;
  try {
    socket = await connectTo(url, route, signal);
    socket.write(clientHello(suites, isIP(host) === 0 ? host : undefined));
    const [first] = (await once(socket, "data", { signal })) as [Buffer];
    return chosenSuite(first);
  } catch {
    // A server that accepts none of the suites may close the connection instead of sending an alert.
    return undefined;
  } finally {
    socket?.destroy();
  }
}

function chosenSuite(record: Buffer): number | undefined {
  const isServerHello = record[0] === HANDSHAKE && record[5] === SERVER_HELLO;
  const offset = SESSION_ID_OFFSET + 1 + (record[SESSION_ID_OFFSET] ?? 0);
  return isServerHello && record.length >= offset + 2 ? record.readUInt16BE(offset) : undefined;
}

function clientHello(suites: readonly number[], serverName: string | undefined): Buffer {
  const extensions = Buffer.concat([
    ...(serverName === undefined
      ? []
      : [extension(0, vector(2, Buffer.from([0]), vector(2, Buffer.from(serverName))))]),
    // The groups x25519, secp256r1 and secp384r1.
    extension(10, vector(2, uint16(0x001d), uint16(0x0017), uint16(0x0018))),
    // Uncompressed points.
    extension(11, vector(1, Buffer.from([0]))),
    // RSA and ECDSA with SHA-256, RSA-PSS with SHA-256, RSA with SHA-1.
    extension(13, vector(2, uint16(0x0401), uint16(0x0403), uint16(0x0804), uint16(0x0201))),
  ]);
  const hello = Buffer.concat([
    uint16(TLS_1_2),
    randomBytes(32),
    // No session id.
    vector(1),
    vector(2, ...suites.map(uint16)),
    // No compression.
    vector(1, Buffer.from([0])),
    vector(2, extensions),
  ]);
  const handshake = Buffer.concat([Buffer.from([CLIENT_HELLO]), vector(3, hello)]);
  return Buffer.concat([Buffer.from([HANDSHAKE]), uint16(0x0301), vector(2, handshake)]);
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([uint16(type), vector(2, data)]);
}

/** Data with its length before it. */
function vector(lengthBytes: number, ...parts: readonly Buffer[]): Buffer {
  const data = Buffer.concat(parts);
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(data.length, 0, lengthBytes);
  return Buffer.concat([length, data]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
