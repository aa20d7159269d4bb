import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Route } from "./connect.ts";

/** What keeps connections open, or opens them through a proxy. */
export type ConnectionAgent = HttpAgent | HttpsAgent;

/**
 * Creates an agent for one server. It uses the proxy of the route, whatever the environment says.
 *
 * @param keepAlive whether all requests share one connection; otherwise each has its own
 */
export function createAgent(protocol: string, { proxy }: Pick<Route, "proxy">, keepAlive: boolean): HttpAgent {
  const options = {
    keepAlive,
    ...(keepAlive && { maxSockets: 1 }),
    ...(proxy !== undefined && { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }),
  };
  return protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
}
