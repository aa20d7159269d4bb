import { readContentType } from "../http/content-type.ts";
import type { RequestContext, ServerContext } from "../http/context.ts";
import type { ParsedBody } from "../http/parsed-body.ts";
import { jsonResponse, refuseWithoutBody } from "../http/responses.ts";
import type { ProductCall } from "../input/product-script.ts";

/** Responds with an echo of the call, if its body is what the contract's document describes for any product. */
export function echoCall(c: RequestContext, { api }: ServerContext, call: ProductCall, body: ParsedBody): Response {
  const { mediaType } = api.contract.resource;
  if (body.text !== "") {
    const type = readContentType(c.req.raw.headers);
    if (type.mediaType !== mediaType || !type.isUtf8) {
      return refuseWithoutBody(c, 415, `The Content-Type must be ${mediaType}, in UTF-8.`);
    }
    const problem = body.problem ?? api.validators.resource(body.value)?.message;
    if (problem !== undefined) {
      return refuseWithoutBody(c, 400, problem);
    }
  }
  c.var.notes.reason = "echo: no script";
  const { method, path, query } = call;
  return jsonResponse(200, mediaType, { method, path, query: Object.fromEntries(query), body: call.body ?? null });
}
