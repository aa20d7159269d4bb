/** The least that a proxy over node:http does: it passes on requests and responses, and attaches a token that never expires. */
import { Agent, createServer, request } from "node:http";

const [port, upstream] = process.argv.slice(2);
const { hostname, port: upstreamPort } = new URL(upstream);
const agent = new Agent({ keepAlive: true });
createServer((incoming, outgoing) => {
  const { method, url: path, headers } = incoming;
  const options = { agent, hostname, port: upstreamPort, path, method };
  const call = request({ ...options, headers: { ...headers, authorization: "Bearer token" } }, (response) => {
    outgoing.writeHead(response.statusCode, response.rawHeaders);
    response.pipe(outgoing);
  });
  call.on("error", () => outgoing.destroy());
  incoming.pipe(call);
}).listen(Number(port), "127.0.0.1");
