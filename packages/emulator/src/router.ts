import { Hono } from "hono";
import { handleProductCall } from "./endpoints/resource.ts";
import { handleTokenRequest } from "./endpoints/token-endpoint.ts";
import type { Environment, ServerContext } from "./http/context.ts";
import { emptyResponse } from "./http/responses.ts";
import { injectFaults } from "./middleware/inject-faults.ts";
import { recordRequests } from "./middleware/record-requests.ts";

/** Routes requests: to the token endpoint at its path, and to products at every other path. */
export function createRouter(server: ServerContext): Hono<Environment> {
  const { path, method } = server.api.contract.tokenEndpoint;
  const tokenMethods = server.settings.isObserved ? [method, "GET"] : [method];

  const app = new Hono<Environment>();
  app.use(recordRequests(server), injectFaults(server));
  // For any method, because Hono would route a HEAD to a GET, and the token would be lost.
  app.all(path, (c) => {
    if (tokenMethods.includes(c.req.method)) {
      return handleTokenRequest(c, server);
    }
    c.var.notes.reason = `The token endpoint accepts only ${tokenMethods.join(" and ")}.`;
    return emptyResponse(405, { allow: tokenMethods.join(", ") });
  });
  app.all("*", (c) => handleProductCall(c, server));
  app.onError((error, c) => {
    c.var.notes.reason = `Internal error in the emulator: ${error.message}`;
    return emptyResponse(500);
  });
  return app;
}
