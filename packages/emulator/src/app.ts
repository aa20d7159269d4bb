import { Hono } from "hono";
import { answerProductCall } from "./endpoints/resource.ts";
import { answerTokenRequest } from "./endpoints/token-endpoint.ts";
import type { Environment, Parts } from "./http/context.ts";
import { emptyAnswer } from "./http/responses.ts";
import { injectFaults } from "./middleware/inject-faults.ts";
import { recordRequests } from "./middleware/record-requests.ts";

/** The emulated API: the token endpoint, and products everywhere else. */
export function createApp(parts: Parts): Hono<Environment> {
  const { contract } = parts.blueprint;
  const { path, method } = contract.tokenEndpoint;
  const tokenMethods = parts.settings.isObserved ? [method, "GET"] : [method];

  const app = new Hono<Environment>();
  app.use(recordRequests(parts), injectFaults(parts));
  // By what was asked: Hono takes HEAD for GET, and nobody would see the token.
  app.all(path, (c) => {
    if (tokenMethods.includes(c.req.method)) {
      return answerTokenRequest(c, parts);
    }
    c.var.notes.reason = `The token endpoint takes ${tokenMethods.join(" or ")} only.`;
    return emptyAnswer(405, { allow: tokenMethods.join(", ") });
  });
  app.all("*", (c) => answerProductCall(c, parts));
  app.onError((error, c) => {
    c.var.notes.reason = `The emulator itself failed: ${error.message}`;
    return emptyAnswer(500);
  });
  return app;
}
