import { readContentType } from "../http/content-type.ts";
import type { RequestContext, ServerContext } from "../http/context.ts";
import { loggedBody } from "../http/logged-body.ts";
import { readBody } from "../http/request-body.ts";
import { emptyResponse, jsonResponse, refuseBody, refuseWithoutBody, scriptedResponse } from "../http/responses.ts";
import { assertProductResponse, type ProductCall, type ProductScript } from "../input/product-script.ts";
import { isStatus } from "../input/scripted-response.ts";
import { formatValue } from "../input/validation/format-value.ts";
import { isTooDeep, TOO_DEEP } from "../input/validation/json-depth.ts";
import { authorizeCall, refuseCall } from "./authorize-call.ts";

/** Responds to a call to a product: as its script says, otherwise with an echo of the call. */
export async function handleProductCall(c: RequestContext, server: ServerContext): Promise<Response> {
  const { api, settings, products } = server;
  const script = products.find(c.req.path);
  const { methods, mediaType } = api.contract.resource;
  // HEAD is a GET without the body of the response (RFC 9110, section 9.3.2).
  if (!script && ![...methods, "HEAD"].includes(c.req.method)) {
    c.var.notes.reason = `A product without a script accepts only ${methods.join(" and ")}.`;
    return emptyResponse(405, { allow: methods.join(", ") });
  }

  const body = await readBody(c, settings.bodyLimit);
  if (body.kind !== "text") {
    return refuseBody(c, body);
  }
  const parsed = parse(body.text);
  c.var.notes.body = loggedBody(c, body.text, parsed.problem === undefined ? parsed.value : undefined);
  const app = authorizeCall(c, server);
  if (app instanceof Response) {
    return app;
  }
  if (parsed.problem === TOO_DEEP) {
    return refuseWithoutBody(c, 400, TOO_DEEP);
  }
  const call: ProductCall = {
    method: c.req.method,
    path: c.req.path,
    query: new URL(c.req.url).searchParams,
    headers: c.req.raw.headers,
    body: parsed.value,
    clientId: app.clientId,
    refuse: (name) => refuseCall(c, server, name, "The product's script refused the call."),
  };
  if (script) {
    return runScript(c, script, call, mediaType);
  }

  if (body.text !== "") {
    const type = readContentType(c.req.raw.headers);
    if (type.mediaType !== mediaType || !type.isUtf8) {
      return refuseWithoutBody(c, 415, `The Content-Type must be ${mediaType}, in UTF-8.`);
    }
    const problem = parsed.problem ?? api.validators.resource(parsed.value)?.message;
    if (problem !== undefined) {
      return refuseWithoutBody(c, 400, problem);
    }
  }
  return jsonResponse(200, mediaType, echoOf(call));
}

async function runScript(
  c: RequestContext,
  script: ProductScript,
  call: ProductCall,
  mediaType: string,
): Promise<Response> {
  try {
    const response: unknown = typeof script === "function" ? await script(call) : script;
    if (response instanceof Response && isStatus(response.status)) {
      // A script can return the same response again.
      return response.clone();
    }
    assertProductResponse(response);
    return scriptedResponse(response, mediaType);
  } catch (error) {
    const problem = error instanceof Error ? error.message : `it threw ${formatValue(error)}`;
    return refuseWithoutBody(c, 500, `The product's script failed: ${problem}`);
  }
}

function echoOf({ method, path, query, body }: ProductCall): object {
  return { method, path, query: Object.fromEntries(query), body: body ?? null };
}

function parse(text: string): { readonly value: unknown; readonly problem?: string } {
  if (text === "") {
    return { value: undefined };
  }
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(value) ? { value, problem: TOO_DEEP } : { value };
  } catch {
    return { value: text, problem: "The body is not valid JSON." };
  }
}
