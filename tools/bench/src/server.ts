/** The server that the benchmark calls. It has a process of its own, so as not to share a core with the callers. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { tokenResponseBody } from "./token-response.ts";

const headers = { "content-type": "application/json" };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, headers).end(request.url?.startsWith(tokenEndpoint.path) ? tokenResponseBody : "{}");
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
