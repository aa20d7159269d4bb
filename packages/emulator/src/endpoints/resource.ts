import type { RequestContext, ServerContext } from "../http/context.ts";
import { loggedBody } from "../http/logged-body.ts";
import { parseBody } from "../http/parsed-body.ts";
import { readBody } from "../http/request-body.ts";
import { emptyResponse, refuseBody, refuseWithoutBody } from "../http/responses.ts";
import { isProductExample, type ProductCall } from "../input/product-script.ts";
import { TOO_DEEP } from "../input/validation/json-depth.ts";
import type { FoundProduct } from "../state/products.ts";
import { authorizeCall, refuseCall } from "./authorize-call.ts";
import { findOperation, findProblem, refuseInvalidCall, refuseMethod, respondAsDocumented } from "./documented-call.ts";
import { echoCall } from "./echo-call.ts";
import { runScript } from "./run-script.ts";
import { tokenRequestHint } from "./token-request-hint.ts";
import { refuseUnknownPath } from "./unknown-path.ts";

/**
 * Responds to a call to a product. The order of the checks is that of a gateway, which first finds the product: path, method,
 * access token, quota, and then what the product itself checks.
 */
export async function handleProductCall(c: RequestContext, server: ServerContext): Promise<Response> {
  const { settings, products } = server;
  const found = products.find(c.req.path);
  const isKnown = found.script !== undefined || found.route !== undefined;
  const wrongMethod = refuseWrongMethod(c, server, found);
  if (wrongMethod) {
    return wrongMethod;
  }

  const read = await readBody(c, settings.bodyLimit);
  if (read.kind !== "text") {
    return refuseBody(c, read);
  }
  const body = parseBody(read.text);
  c.var.notes.body = loggedBody(c, body.text, body.problem === undefined ? body.value : undefined);
  const app = isKnown || products.isEmpty() ? authorizeCall(c, server) : refuseUnknownPath(c, server);
  if (app instanceof Response) {
    const hint = tokenRequestHint(c, server, body.problem === TOO_DEEP ? undefined : body.value);
    c.var.notes.reason = hint ?? c.var.notes.reason;
    return app;
  }
  if (body.problem === TOO_DEEP) {
    return refuseWithoutBody(c, 400, TOO_DEEP);
  }

  const { script, route } = found;
  const operation = route && findOperation(route, c.req.method);
  const problem = operation && findProblem(c, operation, route, body);
  const call: ProductCall = {
    method: c.req.method,
    path: c.req.path,
    query: new URL(c.req.url).searchParams,
    headers: c.req.raw.headers,
    body: body.value,
    clientId: app.clientId,
    problem: problem && { in: problem.in, at: problem.at, message: problem.message },
    refuse: (name) => refuseCall(c, server, name, "The product's script refused the call."),
  };
  const decision = script && (await runScript(c, server, script, call, route !== undefined));
  if (decision && "response" in decision) {
    return decision.response;
  }
  if (!route) {
    return echoCall(c, server, call, body);
  }
  if (!operation) {
    return refuseMethod(c, route);
  }
  return problem ? refuseInvalidCall(c, problem) : respondAsDocumented(c, server, operation, route, decision?.example);
}

/** Refuses a method that the document does not describe. A script accepts every method, unless it chooses an example. */
function refuseWrongMethod(
  c: RequestContext,
  { api, products }: ServerContext,
  { script, route }: FoundProduct,
): Response | undefined {
  if (route && (script === undefined || isProductExample(script.script))) {
    return findOperation(route, c.req.method) ? undefined : refuseMethod(c, route);
  }
  const { methods } = api.contract.resource;
  // HEAD is a GET without the body of the response (RFC 9110, section 9.3.2).
  if (script === undefined && products.isEmpty() && ![...methods, "HEAD"].includes(c.req.method)) {
    c.var.notes.reason = `A product without a script accepts only ${methods.join(" and ")}.`;
    return emptyResponse(405, { allow: methods.join(", ") });
  }
  return undefined;
}
