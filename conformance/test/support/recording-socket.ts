/** A server that records what it receives byte for byte, and does wrong whatever a message can ask for. */
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createSecureServer, type TlsOptions } from "node:tls";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { listen } from "./gateway.ts";

/** The bytes have all arrived when none have come for this long. */
const QUIET_IN_MS = 60;

/** Fields and targets that a server may reject or tolerate. */
const UNUSUAL = /\r\n(?:x-(?:folded|nul|cr|lf|long):|: a|not a field)|\?a=a/;

/** A running server, and what it has received on each connection. */
export interface RecordingSocket {
  /** The port on 127.0.0.1. */
  readonly port: number;
  /** What arrived on each connection, one character per byte. */
  readonly received: string[];
  /** From now on, the server responds as soon as it has received one of these, without waiting for more. */
  expect(messages: ReadonlySet<string>): void;
}

/** Serves until the test ends, with TLS if there are options for it. */
export async function recordSockets(accessToken: string, tls?: TlsOptions): Promise<RecordingSocket> {
  const received: string[] = [];
  let expected: ReadonlySet<string> = new Set();
  const onConnection = (socket: Socket) => {
    let bytes = "";
    let timer: NodeJS.Timeout | undefined;
    const respond = () => {
      received.push(bytes);
      socket.end(responseTo(bytes, accessToken), "latin1");
    };
    socket.setEncoding("latin1");
    socket.on("error", () => {});
    socket.on("data", (data: string) => {
      bytes += data;
      clearTimeout(timer);
      if (/expect: 100-continue\r\n(?:.+\r\n)*\r\n$/.test(bytes)) {
        socket.write("HTTP/1.1 100 Continue\r\n\r\n");
      } else if (expected.has(bytes)) {
        respond();
      } else {
        timer = setTimeout(respond, expected.size > 0 ? 50 * QUIET_IN_MS : QUIET_IN_MS);
      }
    });
  };
  const server: Server = tls ? createSecureServer(tls, onConnection) : createServer(onConnection);
  return {
    port: await listen(server),
    received,
    expect(messages) {
      expected = messages;
    },
  };
}

/** Grants and accepts everything, except what is unusual but valid. */
function responseTo(bytes: string, accessToken: string): string {
  const members = {
    access_token: accessToken,
    token_type: "BearerToken",
    expires_in: "3600",
  } satisfies Partial<TokenResponse>;
  const body = JSON.stringify(members);
  const [requestLine = ""] = bytes.split("\r\n");
  if (UNUSUAL.test(bytes) && !bytes.includes("authorization")) {
    return "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n";
  }
  if (/^\w+ https?:/.test(requestLine) || /expect: 100-continue/.test(bytes)) {
    return "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
  }
  if (requestLine.endsWith("HTTP/1.0")) {
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`;
  }
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
