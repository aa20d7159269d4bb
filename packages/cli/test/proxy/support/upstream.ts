import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";

/** A server that issues access tokens, and whose products a test writes. */
export interface Upstream {
  readonly url: string;
  /** The access tokens that it has issued, the latest last. */
  readonly tokens: readonly string[];
  /** The heads of all product calls that it has received. */
  readonly calls: readonly IncomingMessage[];
  close(): void;
}

/** @param product responds to product calls; it can write to the socket of the response for what HTTP forbids */
export async function startUpstream(
  product: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Upstream> {
  const tokens: string[] = [];
  const calls: IncomingMessage[] = [];
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    request.on("error", () => {});
    response.on("error", () => {});
    if (request.url === tokenEndpoint.path) {
      request.resume();
      tokens.push(`bearer-of-the-proxy-${tokens.length + 1}`);
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          issued_at: "0",
          expires_in: "3600",
          token_type: "BearerToken",
          access_token: tokens.at(-1),
          status: "approved",
        }),
      );
    } else {
      calls.push(request);
      product(request, response);
    }
  });
  server.on("checkContinue", (request, response) => server.emit("request", request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens,
    calls,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Responds with the body of the request. */
export function echo(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("content-type", request.headers["content-type"] ?? "application/octet-stream");
  request.pipe(response);
}
