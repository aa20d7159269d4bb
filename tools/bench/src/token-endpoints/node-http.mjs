/** The least that can answer: the given text to whatever is asked. */
import { createServer } from "node:http";

const [port, answer] = process.argv.slice(2);
createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "application/json" }).end(answer);
}).listen(Number(port), "127.0.0.1");
