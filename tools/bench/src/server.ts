/** The server of the benchmark: a process of its own, so that it does not share a core with what is measured. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { tokenAnswer } from "./token-answer.ts";

const headers = { "content-type": "application/json" };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, headers).end(request.url?.startsWith(tokenEndpoint.path) ? tokenAnswer : "{}");
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
