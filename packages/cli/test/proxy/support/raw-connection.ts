import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection to the proxy, byte by byte. */
export interface RawConnection {
  readonly socket: Socket;
  /** Returns what has arrived. */
  received(): string;
  /** Resolves once what has arrived matches. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with everything that has arrived once the connection is closed, and whether it was reset. */
  closed(): Promise<{ readonly text: string; readonly isReset: boolean }>;
}

/** Connects to a port of this machine, and sends bytes. */
export async function openRaw(port: number, bytes: string | Uint8Array = ""): Promise<RawConnection> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  let isReset = false;
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
  });
  socket.on("error", ({ code }: NodeJS.ErrnoException) => {
    isReset ||= code === "ECONNRESET";
  });
  await once(socket, "connect");
  socket.write(bytes);
  return {
    socket,
    received: () => text,
    async until(pattern) {
      while (!pattern.test(text)) {
        if (socket.destroyed) {
          throw new Error(`The connection was closed after: ${text}`);
        }
        await Promise.race([once(socket, "data"), once(socket, "close")]);
      }
      return text;
    },
    async closed() {
      if (!socket.destroyed) {
        await new Promise((resolve) => socket.on("close", resolve));
      }
      return { text, isReset };
    },
  };
}

/** Sends a request on a connection of its own, and returns all of the response. */
export async function exchangeRaw(port: number, head: string, body: string | Uint8Array = ""): Promise<string> {
  const connection = await openRaw(port, `${head.replaceAll("\n", "\r\n")}\r\nConnection: close\r\n\r\n`);
  connection.socket.write(body);
  return (await connection.closed()).text;
}
