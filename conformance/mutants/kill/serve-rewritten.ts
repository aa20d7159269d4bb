import { connect, createServer, type Server } from "node:net";
import type { Rewrite } from "../mutant.ts";

/** Serves what another port of this machine serves, but rewrites what arrives first on each connection. */
export function serveRewritten(rewrite: Rewrite, port: number): Server {
  return createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect(port, "127.0.0.1");
    client.once("data", (first) => {
      const rewritten = rewrite(first.toString("latin1"));
      if (rewritten === undefined) {
        client.once("end", () => client.destroy()).resume();
        return;
      }
      upstream.write(rewritten, "latin1");
      client.pipe(upstream);
    });
    upstream.pipe(client);
    // Each side ends with the other; an error is followed by a close.
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("error", () => {});
      one.once("close", () => other.destroy());
    }
  });
}
