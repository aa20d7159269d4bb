import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { WireRequest } from "../../wire/exchange.ts";

/** A response that the server sends, with the status 200. */
export interface CannedResponse {
  /** The value of Content-Type. */
  readonly mediaType: string;
  /** The body. */
  readonly body: string;
}

/** A server on loopback that records the requests it receives. */
export interface RecordingServer {
  /** The base URL, without a trailing slash. */
  readonly baseUrl: string;
  /** The requests received so far. Their URLs start with the path. */
  readonly requests: readonly WireRequest[];
  /** Ends the server and its connections. */
  close(): Promise<void>;
}

/** Starts a server that responds to each path with a canned response. */
export async function startRecordingServer(responseFor: (path: string) => CannedResponse): Promise<RecordingServer> {
  const requests: WireRequest[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    const headers = Object.entries(request.headersDistinct).map(([name, values]) => [name, values?.join(", ") ?? ""]);
    requests.push({ method, url, headers: Object.fromEntries(headers), body: await text(request) });
    const { mediaType, body } = responseFor(url);
    response.writeHead(200, { "content-type": mediaType }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
