/** The smallest possible server: it sends the given body in response to every request. */
import { createServer } from "node:http";

const [port, body] = process.argv.slice(2);
createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "application/json" }).end(body);
}).listen(Number(port), "127.0.0.1");
