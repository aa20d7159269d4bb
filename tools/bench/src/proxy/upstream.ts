/** The server behind the proxies: a token, a small response, or a stream, in a process of its own. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { tokenResponseBody } from "../token-response.ts";

const JSON_HEADERS = { "content-type": "application/json" };
const chunk = Buffer.alloc(64 * 1024);

const server = createServer((request, response) => {
  const bytes = Number(new URL(request.url ?? "/", "http://upstream").searchParams.get("bytes"));
  if (bytes > 0) {
    sendStream(response, bytes);
    return;
  }
  request.resume().on("end", () => {
    response.writeHead(200, JSON_HEADERS).end(request.url?.startsWith(tokenEndpoint.path) ? tokenResponseBody : "{}");
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());

function sendStream(response: ServerResponse, bytes: number): void {
  let left = bytes;
  const send = () => {
    while (left > 0) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once("drain", send);
        return;
      }
    }
    response.end();
  };
  send();
}
