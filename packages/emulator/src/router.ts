import { Hono } from "hono";
import { handleProductCall } from "./endpoints/resource.ts";
import { handleTokenRequest } from "./endpoints/token-endpoint.ts";
import type { Environment, ServerContext } from "./http/context.ts";
import { emptyResponse } from "./http/responses.ts";
import { injectFaults } from "./middleware/inject-faults.ts";
import { recordRequests } from "./middleware/record-requests.ts";

/** Routes requests: to the token endpoint at its paths, and to products at every other path. */
export function createRouter(server: ServerContext): Hono<Environment> {
  const { tokenPaths, tokenMethods, isObserved } = server.settings;
  const { path, method } = server.api.contract.tokenEndpoint;

  const app = new Hono<Environment>();
  app.use(recordRequests(server), injectFaults(server));
  // For any method, because Hono would route a HEAD to a GET, and the token would be lost.
  app.all("*", (c) => {
    if (!tokenPaths.includes(c.req.path)) {
      return handleProductCall(c, server);
    }
    if (tokenMethods.includes(c.req.method)) {
      return handleTokenRequest(c, server);
    }
    const isGet = c.req.method === "GET" && !isObserved;
    c.var.notes.reason = isGet
      ? `This looks like a token request; the token endpoint is ${method} ${path}. GET is not documented.`
      : `The token endpoint accepts only ${tokenMethods.join(" and ")}.`;
    return emptyResponse(405, { allow: tokenMethods.join(", ") });
  });
  app.onError((error, c) => {
    c.var.notes.reason = `Internal error in the emulator: ${error.message}`;
    return emptyResponse(500);
  });
  return app;
}
